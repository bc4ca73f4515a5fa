import type { Fault } from '../fault/fault.js';
import type { Picture } from './run-event.js';
import type { Parameter } from './parameter.js';

/** The kind of a value on an edge, and how its memory is freed. */
export interface Kind<T, N extends string = string> {
  readonly name: N;
  /** Whether values contain tensors; a graph without tensors needs no backend. */
  readonly tensors: boolean;
  /** Free the memory of a value. Only the runtime calls this. */
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
  /** Whether the value belongs to a cascade: the one of the node, and of the node at the other end of an edge. */
  readonly cascade?: boolean;
  /** An optional input may be left unconnected; the operator then receives `undefined`. */
  readonly optional?: boolean;
  /** A list input takes every copy of a repeated node (`level[*].video`); the operator receives an array. */
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

/** The services that the runtime offers a running operator. */
export interface Context {
  /** Name of the node, for messages. */
  readonly node: string;
  /** Seed of the run. */
  readonly seed: number;
  /** Aborted when the run fails or is cancelled, or when the node has no readers any more; the operator must then stop waiting. */
  readonly signal: AbortSignal;
  /** The compiled body of a higher-order operator. */
  readonly body: Body;
  /** Report the progress of the node; leave out `total` if it is not known. */
  progress(this: void, done: number, total?: number, note?: string): void;
  /** Publish numbers of interest (loss, learning rate …) on the event stream. */
  metric(this: void, values: Readonly<Record<string, number>>): void;
  /** Show an intermediate result; undefined in a run without previews, because pictures take time to make. */
  readonly preview?: ((this: void, picture: Picture) => void) | undefined;
  /** Tell the user something that is not an error. */
  warn(this: void, message: string): void;
}

/** Sizes of symbolic dimensions by letter, without those that are not known. */
export type Sizes = Readonly<Partial<Record<string, number>>>;

/** A fault of one node. `path` is relative to the node (`with.size`, `in.frames`); the checker adds the place. */
export type Refusal = Omit<Fault, 'place' | 'usedBy'>;

/** The ports of the sub-graph that a higher-order operator calls. */
export interface BodyPorts {
  readonly in: Ports;
  readonly out: Ports;
}

/** The description of an operator. Checker, runtime, builder, `hpdm ops`, docs and tests all read this object. */
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
  /** Ports of the sub-graph that a higher-order operator calls; further inputs of the node are passed to it by name. */
  readonly body?: B;
  /**
   * The sizes that follow from the settings, by the letters of the ports' layouts. The checker unifies the other letters.
   *
   * @param known sizes found so far, for sizes that follow from others, such as 2 · H of an enlargement
   */
  dimensions?(this: void, settings: Settings<W>, known: Sizes): Readonly<Record<string, number>>;
  /**
   * Refuse contradictory settings and impossible sizes before the operator runs.
   *
   * @param known sizes of the letters of its ports that are known
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
  /** Patches that go through the network in all steps. */
  readonly evaluations?: number;
  /** Parameters of the network. */
  readonly parameters?: number;
  /** Floating-point operations of the matrix products in all steps, two for each multiply and add. */
  readonly flops?: number;
  /** Those of one step, where every step takes as many. */
  readonly flopsPerStep?: number;
  /** Largest sum of the bytes of tensors alive while the node runs, including its inputs and outputs. */
  readonly bytes?: number;
}

/** A synchronous function from tensors to tensors, for streams and for bodies. */
export interface PureOperator<
  I extends Ports = Ports,
  O extends Ports = Ports,
  W extends Parameters = Parameters,
> extends Contract<I, O, W> {
  readonly form: 'pure';
  /** Compute the outputs. Inputs must not be disposed of; the outputs belong to the caller. */
  run(this: void, inputs: Values<I>, settings: Settings<W>): Values<O>;
}

/**
 * Makes items from its settings and inputs. If an input is a stream, it makes items for every item of that stream. A source that
 * emits many items is a gate: the runtime pulls the next item only when fewer than `limits.inFlight` are in flight.
 */
export interface SourceOperator<
  I extends Ports = Ports,
  O extends Ports = Ports,
  W extends Parameters = Parameters,
> extends Contract<I, O, W> {
  readonly form: 'source';
  /**
   * `one`: exactly one item per input item; without a stream among the inputs this item is a constant, which is joined with every
   * item of other streams. `many`: any number of items.
   */
  readonly emits: 'one' | 'many';
  /**
   * Whether a `many` source can start at any item. If not, a resumed run has it make all items from 0 on, and releases the items of
   * the earlier runs.
   */
  readonly seeks?: boolean;
  /**
   * Make the items.
   *
   * @param number of the item, or of the first item of a `many` source; an item has the same number in every run
   */
  run(this: void, inputs: Values<I>, settings: Settings<W>, context: Context, number: number): AsyncIterable<Values<O>>;
}

type Answer<O extends Ports> = Promise<Values<O>> | Values<O>;

/** An opened stage: one call of `next` per item, in order; then `done`, or `abort` when the run fails or is cancelled. */
export interface Stage<I extends Ports = Ports, O extends Ports = Ports> {
  /**
   * Make the outputs for the next item.
   *
   * @param number of the item, the same in every run; random numbers must depend on it and not on the order of calls
   */
  next(inputs: Values<I>, number: number): Answer<O>;
  /** Complete the work after the last item, and free everything that the stage holds. */
  done?(): Promise<void> | void;
  /** Free everything that the stage holds, and remove partial results, because the run failed or was cancelled. */
  abort?(reason: unknown): Promise<void> | void;
}

/** Holds something during a run, such as a process or the state of an optimiser, and makes one output per input. A sink has no outputs. */
export interface StageOperator<
  I extends Ports = Ports,
  O extends Ports = Ports,
  W extends Parameters = Parameters,
  B extends BodyPorts = BodyPorts,
> extends Contract<I, O, W, B> {
  readonly form: 'stage';
  /** Open the stage before the first item is made; errors in paths and files should be found here. */
  open(this: void, settings: Settings<W>, context: Context): Promise<Stage<I, O>> | Stage<I, O>;
}

/** The values that a window receives: for every input the items of the window, oldest first; a constant input is repeated. */
export type WindowValues<P extends Ports> = { readonly [K in keyof P]: readonly ValueOf<P[K]>[] };

/**
 * Sees `size` items of its stream together, then advances by `step`; it makes one output per window, starting with the first full one.
 * The items of a window stay in flight until the window has passed them, and an output holds the tickets of all items in its window.
 * A window would therefore wait forever after a gate that admits fewer items than it needs; the checker refuses this (`domain.ts`).
 */
export interface WindowOperator<
  I extends Ports = Ports,
  O extends Ports = Ports,
  W extends Parameters = Parameters,
> extends Contract<I, O, W> {
  readonly form: 'window';
  /** Number of items in a window, at least 1. */
  size(this: void, settings: Settings<W>): number;
  /** Number of items between the starts of two windows, at least 1. */
  step(this: void, settings: Settings<W>): number;
  /** Whether items at the end that were in no full window form a shorter one. Default false. */
  rest?(this: void, settings: Settings<W>): boolean;
  /**
   * Make the outputs for a window.
   *
   * @param number of the window: that of its first item divided by `step`
   */
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

/** Make a port an optional input. */
export const optional = <T, N extends string>(port: Port<T, N>): Port<T, N> & { readonly optional: true } => ({
  ...port,
  optional: true,
});

/** Make a port an input that takes every copy of a repeated node. */
export const list = <T, N extends string>(port: Port<T, N>): Port<T, N> & { readonly list: true } => ({
  ...port,
  list: true,
});
