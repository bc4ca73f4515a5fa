import type { Cascade } from '../cascade/cascade.js';
import type { BodyPorts, Parameters } from '../contract/contract.js';
import type { Port, Ports } from '../contract/port.js';
import type { ParameterDocument } from '../document/pipeline-document.js';
import type { Parameter } from '../contract/parameter.js';

/** The start of an edge: an output of a node, or an input of the graph. `T` is the type of its value, `N` the name of its kind. */
export class Out<T = unknown, N extends string = string> {
  declare readonly one: readonly [T, N];
  constructor(private readonly text: string) {}
  /** `node.port` */
  toString(): string {
    return this.text;
  }
  /** An output of the previous copy, or another one for the first copy, which has no previous one: `node[<].port else other.port`. */
  else(other: Out<T, N>): Out<T, N> {
    return new Out(`${this.text} else ${String(other)}`);
  }
}

/** An output of every copy of a repeated node, for inputs that take several. */
export class Outs<T = unknown, N extends string = string> {
  declare readonly several: readonly [T, N];
  constructor(private readonly text: string) {}
  /** `node[*].port` */
  toString(): string {
    return this.text;
  }
}

/** A parameter of the graph. Use it in settings in place of a value, alone or inside a text: `${name}.png`. */
export class Ref<T = unknown> {
  declare readonly value: T;
  constructor(private readonly name: string) {}
  /** `${name}` */
  toString(): string {
    return `\${${this.name}}`;
  }
}

/** A declared parameter and the type of its values. */
export interface Declared<T = unknown> {
  readonly declaration: ParameterDocument;
  readonly value?: T;
}
/** A declared parameter that has a default. */
export interface Defaulted<T = unknown> extends Declared<T> {
  readonly defaulted: true;
}
/** An input of a graph: its port and a description. */
export interface Input<P extends Port = Port> {
  readonly port: P;
  readonly description: string;
}

/** Parameters of a graph, by name. */
export type Params = Readonly<Record<string, Declared>>;
/** Inputs of a graph, by name. */
export type Inputs = Readonly<Record<string, Input>>;
/** Outputs of a graph, by name. */
export type Results = Readonly<Record<string, Out>>;
/** No names at all. */
// eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- the empty map is what is meant
export type Nothing = Record<never, never>;

/** The parts of an operator that decide the types of a node. */
export interface OperatorLike {
  readonly form: string;
  readonly id: string;
  readonly in: Ports;
  readonly out: Ports;
  readonly with: Parameters;
  readonly body?: BodyPorts;
}
/** The parts of a graph that decide the types of a node. */
export interface GraphLike {
  readonly params: Params;
  readonly in: Inputs;
  readonly out: Results;
}

type KeysThat<M, Condition> = { [K in keyof M]-?: M[K] extends Condition ? K : never }[keyof M];
/** Values `V`; those whose declaration in `M` meets the condition are optional. */
type Lenient<M, Condition, V extends Record<keyof M, unknown>> = {
  readonly [K in Exclude<keyof M, KeysThat<M, Condition>>]: V[K];
} & { readonly [K in KeysThat<M, Condition>]?: V[K] | undefined };

type Feed<P> =
  P extends Port<infer T, infer N>
    ? P extends { readonly list: true }
      ? Out<T, N> | Outs<T, N> | readonly Out<T, N>[]
      : Out<T, N>
    : never;
type PortFeeds<I extends Ports> = Lenient<I, { readonly optional: true }, { [K in keyof I]: Feed<I[K]> }>;
type PortsOf<I extends Inputs> = { readonly [K in keyof I]: I[K]['port'] };

type ValueOf<P> = P extends Parameter<infer T> ? T | Ref<T> | (T extends Cascade ? string : never) : never;
type GivenOf<D> = D extends Declared<infer T> ? T | Ref<T> | (T extends Cascade ? string : never) : never;

/** The sources of a node's inputs; those of optional inputs may be left out. */
export type FeedsOf<X> = X extends OperatorLike
  ? PortFeeds<X['in']>
  : X extends GraphLike
    ? PortFeeds<PortsOf<X['in']>>
    : never;
/** The settings of a node; those with a default may be left out, and so may a cascade that follows from the graph. */
export type SettingsOf<X> = X extends OperatorLike
  ? Lenient<
      X['with'],
      { readonly default: unknown } | { readonly inferred: true },
      { [K in keyof X['with']]: ValueOf<X['with'][K]> }
    >
  : X extends GraphLike
    ? Lenient<X['params'], Defaulted, { [K in keyof X['params']]: GivenOf<X['params'][K]> }>
    : never;

/** References to outputs with the given ports. */
export type OutsOf<O extends Ports> = {
  readonly [K in keyof O]: O[K] extends Port<infer T, infer N> ? Out<T, N> : never;
};
/** References to the outputs of a node. */
export type ResultsOf<X> = X extends OperatorLike ? OutsOf<X['out']> : X extends GraphLike ? X['out'] : never;
/** References to the outputs of all copies of a repeated node. */
export type AllOf<X> = {
  readonly [K in keyof ResultsOf<X>]: ResultsOf<X>[K] extends Out<infer T, infer N> ? Outs<T, N> : never;
};

/** The arguments after the name and the operator or graph of a node: inputs if it has any, settings if it needs some. */
export type ArgumentsOf<X> =
  HasBody<X> extends true
    ? [inputs: FeedsOf<X>, settings: SettingsOf<X>, body: never]
    : keyof FeedsOf<X> extends never
      ? SettingArguments<X>
      : [inputs: FeedsOf<X>, ...settings: SettingArguments<X>];
/** Whether the ports of a body are known, which is the case if the operator declares a body. */
type HasBody<X> = X extends { readonly body?: infer B }
  ? NonNullable<B> extends BodyPorts
    ? string extends keyof NonNullable<B>['in']
      ? false
      : true
    : false
  : false;
type SettingArguments<X> = object extends SettingsOf<X> ? [settings?: SettingsOf<X>] : [settings: SettingsOf<X>];

/** The inputs and settings of a repeated node, by name. */
export type UseOf<X> = (object extends FeedsOf<X> ? { readonly in?: FeedsOf<X> } : { readonly in: FeedsOf<X> }) &
  (object extends SettingsOf<X> ? { readonly with?: SettingsOf<X> } : { readonly with: SettingsOf<X> });

/** The inputs of a body: the values that the operator passes in, and the inputs of its node. */
export type BodyIns<X extends OperatorLike, E> = Omit<E, keyof NonNullable<X['body']>['in']> &
  OutsOf<NonNullable<X['body']>['in']>;
/** The results of a body; optional ones may be left out. */
export type BodyOuts<X extends OperatorLike> = PortFeeds<NonNullable<X['body']>['out']>;

/** References to the inputs of a graph, for its nodes. */
export type InsOf<I extends Inputs> = OutsOf<PortsOf<I>>;
/** References to the parameters of a graph, for its nodes. */
export type RefsOf<P extends Params> = { readonly [K in keyof P]: P[K] extends Declared<infer T> ? Ref<T> : never };
