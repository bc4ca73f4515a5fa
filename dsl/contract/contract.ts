import type { Fault } from '../fault/fault.js';
import type { Picture } from './run-event.js';
import type { Parameter } from './parameter.js';

/** What a value on an edge is, and how its memory is given back. Only the runtime calls `release`. */
export interface Kind<T, N extends string = string> {
  readonly name: N;
  /** Whether values hold tensors: a graph without any runs without a backend. */
  readonly tensors: boolean;
  release(this: void, value: T): void;
  /** Sizes of a value, in the order of the layout of its ports; the runtime compares them with the layout. */
  shapeOf?(this: void, value: T): readonly number[];
  /**
   * A sketch of a value: one with shapes and without numbers, for plans; left out where the layout of a port does not say enough.
   *
   * @param layout sizes of the dimensions of the port's layout
   */
  sketch?(this: void, layout: readonly number[]): T;
  readonly companion?: Companion<T>;
}

/** What goes along with a value and is handed on to all that is made of it, such as the timing of frames. */
export interface Companion<T> {
  /** That of a value which has one of its own. */
  of(this: void, value: T): unknown;
  /** The value with that of what it was made of. */
  give(this: void, value: T, companion: unknown): T;
}

/** The type of a port: kind, element type, layout with symbolic dimensions, and the range of the values. */
export interface Port<T = unknown, N extends string = string> {
  readonly kind: Kind<T, N>;
  readonly dtype?: 'float32' | 'int32' | 'uint8';
  /** Dimensions: a letter is unified along the edges of a graph, a number must match. */
  readonly layout?: readonly (string | number)[];
  readonly range?: readonly [number, number];
  /** An optional input may be left unconnected; the operator then receives `undefined`. */
  readonly optional?: boolean;
  /** A list input takes every copy of a repeated node (`level[*].video`) and hands them over as an array. */
  readonly list?: boolean;
}

/** Ports by name. */
export type Ports = Readonly<Record<string, Port>>;
/** Parameters by name. */
export type Parameters = Readonly<Record<string, Parameter>>;

type ValueOf<P> =
  P extends Port<infer T>
    ? P extends { readonly optional: true }
      ? T | undefined
      : P extends { readonly list: true }
        ? readonly T[]
        : T
    : never;
type ParameterOf<P> = P extends Parameter<infer T> ? T : never;
/** The values an operator receives or returns, by port name. */
export type Values<P extends Ports> = { readonly [K in keyof P]: ValueOf<P[K]> };
/** The parameters an operator receives, decoded and with defaults filled in. */
export type Settings<W extends Parameters> = { readonly [K in keyof W]: ParameterOf<W[K]> };

/** A body: a graph of pure operators, compiled to one plain function. */
export type Body = (inputs: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** What the runtime gives a running operator besides its inputs. */
export interface Context {
  /** Name of the node, for messages. */
  readonly node: string;
  /** Seed of the run. */
  readonly seed: number;
  /** Aborted when the run fails or is cancelled, or when nobody reads the node's outputs any more; what waits for anything must then end. */
  readonly signal: AbortSignal;
  /** The compiled body of a higher-order operator. */
  readonly body: Body;
  /** Say how far the node is; `total` is left out where it is not known. */
  progress(this: void, done: number, total?: number, note?: string): void;
  /** Publish numbers of interest (loss, learning rate …) on the event stream. */
  metric(this: void, values: Readonly<Record<string, number>>): void;
  /** Show how far the result is; nothing in a run that did not ask for pictures, which take time to make. */
  readonly preview?: ((this: void, picture: Picture) => void) | undefined;
  /** Tell the user something once that is not an error. */
  warn(this: void, message: string): void;
}

/** Sizes of symbolic dimensions, by letter; a letter whose size is not known is left out. */
export type Sizes = Readonly<Partial<Record<string, number>>>;

/** A fault of one node; `path` begins at the node (`with.size`, `in.frames`), the checker knows where that was written. */
export type Refusal = Omit<Fault, 'place' | 'usedBy'>;

/** The ports of the sub-graph that a higher-order operator calls. */
export interface BodyPorts {
  readonly in: Ports;
  readonly out: Ports;
}

/** What every operator says of itself, once; checker, builder, `hpdm ops`, docs and tests read this object. */
export interface Contract<
  I extends Ports = Ports,
  O extends Ports = Ports,
  W extends Parameters = Parameters,
  B extends BodyPorts = BodyPorts,
> {
  /** The operator's path: `operators/patch/tiles.ts` is `patch.tiles`. */
  readonly id: string;
  readonly summary: string;
  readonly in: I;
  readonly out: O;
  readonly with: W;
  /** Ports of the sub-graph a higher-order operator calls; further inputs of the node are passed into it by name. */
  readonly body?: B;
  /**
   * Sizes that the settings fix, by the letters of the ports' layouts; other letters stay symbols for the checker to unify.
   *
   * @param known sizes of letters found so far (from the edges), for sizes that follow from others: 2 · H of an enlargement
   */
  dimensions?(this: void, settings: Settings<W>, known: Sizes): Readonly<Record<string, number>>;
  /**
   * What the operator refuses before it runs: settings that contradict each other, sizes it cannot take.
   *
   * @param known sizes of the letters of its ports, as far as the graph tells
   * @param given names of the inputs that are connected
   */
  check?(this: void, settings: Settings<W>, known: Sizes, given: readonly string[]): readonly Refusal[];
  /** What progress counts: steps of a solver or of training; progress bars take their totals from it. */
  steps?(this: void, settings: Settings<W>): number;
  /**
   * Sketches of the outputs, for plans: values with shapes and without numbers. Outputs left out are sketched as their ports' kinds
   * do it. A pure operator has none: a plan runs it on the sketches of its inputs.
   *
   * @param known sizes of the letters of its ports, as far as the graph tells
   */
  sketch?(this: void, settings: Settings<W>, known: Sizes): Partial<Values<O>>;
  /**
   * What one run of the node costs; `hpdm plan` adds it up. A pure operator has none: a plan runs it on sketches and counts.
   *
   * @param known sizes of the letters of its ports, as far as the graph tells (B, the batch)
   */
  cost?(this: void, settings: Settings<W>, known: Sizes, prospect: Prospect<I>): Cost;
}

/** What a node would be given in a run. */
export interface Prospect<I extends Ports = Ports> {
  /** Sketches of its inputs, and of those further ones that its body reads. */
  readonly inputs: Values<I>;
  /** The compiled body of a higher-order operator, to be called with sketches. */
  readonly body: Body;
}

/** What a node costs before it runs. What is left out is nothing. */
export interface Cost {
  /** Tiles of a level's canvas. */
  readonly tiles?: number;
  /** Patches that go through the network, all steps together. */
  readonly evaluations?: number;
  /** Numbers the network learns. */
  readonly parameters?: number;
  /** Floating-point operations of matrix products, two for each multiply and add, all steps together. */
  readonly flops?: number;
  /** Those of one step, where every step takes as many. */
  readonly flopsPerStep?: number;
  /** Largest sum of the bytes of tensors alive while it works, its inputs and outputs included. */
  readonly bytes?: number;
}

/** Tensors in, tensors out, synchronous; serves in a stream and in a body. */
export interface PureOperator<
  I extends Ports = Ports,
  O extends Ports = Ports,
  W extends Parameters = Parameters,
> extends Contract<I, O, W> {
  readonly form: 'pure';
  run(this: void, inputs: Values<I>, settings: Settings<W>): Values<O>;
}

/**
 * Makes items: from parameters and once-only inputs, or, where an input is a stream, some for every item of it (then it is a
 * gate inside the gate above it). A `many` source is a gate: the runtime pulls the next item when there is room for it.
 */
export interface SourceOperator<
  I extends Ports = Ports,
  O extends Ports = Ports,
  W extends Parameters = Parameters,
> extends Contract<I, O, W> {
  readonly form: 'source';
  /**
   * `one`: exactly one item for each item that comes in; without a stream among its inputs that is a constant, kept and shown to
   * every item of other streams. `many`: any number of items.
   */
  readonly emits: 'one' | 'many';
  /**
   * Whether a `many` source can begin at any item. Where it does not say so, a run that goes on has it make all items from 0 on,
   * and lets go of those that were there before.
   */
  readonly seeks?: boolean;
  /** @param number of the item, or of the first that a `many` source is to make; an item has the same number in every run */
  run(this: void, inputs: Values<I>, settings: Settings<W>, context: Context, number: number): AsyncIterable<Values<O>>;
}

type Answer<O extends Ports> = Promise<Values<O>> | Values<O>;

/** An opened stage: one call per item, in order; then `done`, or `abort` when the run fails or is cancelled. */
export interface Stage<I extends Ports = Ports, O extends Ports = Ports> {
  /** @param number of the item, the same in every run: what is drawn at random is drawn for it */
  next(inputs: Values<I>, number: number): Answer<O>;
  done?(): Promise<void> | void;
  abort?(reason: unknown): Promise<void> | void;
}

/** Holds something for the length of a run (a process, optimiser state, a solver): one output per input. Sinks have no outputs. */
export interface StageOperator<
  I extends Ports = Ports,
  O extends Ports = Ports,
  W extends Parameters = Parameters,
  B extends BodyPorts = BodyPorts,
> extends Contract<I, O, W, B> {
  readonly form: 'stage';
  open(this: void, settings: Settings<W>, context: Context): Promise<Stage<I, O>> | Stage<I, O>;
}

/** The values a window receives: of every input the items of the window, oldest first; a once-only input is repeated. */
export type WindowValues<P extends Ports> = { readonly [K in keyof P]: readonly ValueOf<P[K]>[] };

/**
 * Sees the last `size` items of its stream together, then moves on by `step`: one output per window, from the first full one on.
 * The items of a window stay in flight until the window has moved past them, and an output holds the tickets of all items it was
 * made of. So a window waits for ever behind a gate that admits fewer items than it needs: see `domain.ts` for what is refused.
 */
export interface WindowOperator<
  I extends Ports = Ports,
  O extends Ports = Ports,
  W extends Parameters = Parameters,
> extends Contract<I, O, W> {
  readonly form: 'window';
  /** Items of a window, at least 1. */
  size(this: void, settings: Settings<W>): number;
  /** Items between the starts of two windows, at least 1. */
  step(this: void, settings: Settings<W>): number;
  /** Whether a shorter last window is made when the stream ends on items that no window has seen; left out: no. */
  rest?(this: void, settings: Settings<W>): boolean;
  /** @param number of the window: that of its first item divided by `step` */
  run(this: void, inputs: WindowValues<I>, settings: Settings<W>, context: Context, number: number): Answer<O>;
}

/** An operator in any of its four forms. */
export type Operator<I extends Ports = Ports, O extends Ports = Ports, W extends Parameters = Parameters> =
  PureOperator<I, O, W> | SourceOperator<I, O, W> | StageOperator<I, O, W> | WindowOperator<I, O, W>;

/** Any operator, whatever its ports. */
export type AnyOperator = Operator;

/** Define a pure operator. */
export const pure = <I extends Ports, O extends Ports, W extends Parameters>(
  operator: Omit<PureOperator<I, O, W>, 'form'>,
): PureOperator<I, O, W> => ({ form: 'pure', ...operator });

/** Define a source. */
export const source = <I extends Ports, O extends Ports, W extends Parameters>(
  operator: Omit<SourceOperator<I, O, W>, 'form'>,
): SourceOperator<I, O, W> => ({ form: 'source', ...operator });

/** Define a stage (or a sink, with `out: {}`). */
export const stage = <I extends Ports, O extends Ports, W extends Parameters, B extends BodyPorts>(
  operator: Omit<StageOperator<I, O, W, B>, 'form'>,
): StageOperator<I, O, W, B> => ({ form: 'stage', ...operator });

/** Define a window over a stream. */
export const window = <I extends Ports, O extends Ports, W extends Parameters>(
  operator: Omit<WindowOperator<I, O, W>, 'form'>,
): WindowOperator<I, O, W> => ({ form: 'window', ...operator });

/** The same port, as an input that may be left unconnected. */
export const optional = <T, N extends string>(port: Port<T, N>): Port<T, N> & { readonly optional: true } => ({
  ...port,
  optional: true,
});

/** The same port, as an input that takes every copy of a repeated node. */
export const list = <T, N extends string>(port: Port<T, N>): Port<T, N> & { readonly list: true } => ({
  ...port,
  list: true,
});
