import type { Context } from './context.js';
import type { BodyPorts, Contract, Parameters, Settings } from './contract.js';
import type { InPieces } from './pieces.js';
import type { Ports, ValueOf, Values } from './port.js';

/** A synchronous function from tensors to tensors, for streams and for bodies. */
export interface PureOperator<
  I extends Ports = Ports,
  O extends Ports = Ports,
  W extends Parameters = Parameters,
> extends Contract<I, O, W> {
  readonly form: 'pure';
  /** Compute the outputs. Inputs must not be disposed of; the outputs belong to the caller. */
  run(this: void, inputs: Values<I>, settings: Settings<W>): Values<O>;
  /** The same in pieces, for work that takes long: in a body, a run can be stopped between them. */
  pieces?(this: void, inputs: Values<I>, settings: Settings<W>): InPieces<Values<O>>;
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
   * Of a `many` source that seeks: the parameter with the number of clips of an item, if runs that share the items can make a part of each.
   * The source gets the number of clips of its part, and makes the items `number`, `number + context.share.of` and so on, so that the
   * position of a clip, the number of its item times the clips of an item and what follows, is the same as in one run.
   */
  readonly divides?: keyof W & string;
  /**
   * Whether runs that share the items join what they compute with what it makes: each run then makes all items, and a part of the work on
   * each. `context.share` and `context.asked` say which part, and when the user asks to stop: whoever joins ends the run then.
   */
  readonly joins?: boolean;
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
  /**
   * Whether runs that share the items join here what they computed. Then it ends a run that is stopped itself (`context.asked`), after the
   * same item in each, and the number of an item is that of the part: the runs' number times that of the item, and the index of the part.
   */
  readonly joins?: boolean;
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

/**
 * Reads a whole stream and makes another one: it may hold items back, make several of one or one of several, or end before its input does,
 * which ends the nodes that nothing else reads. It is a gate, as a source that emits many items is.
 */
export interface FlowOperator<
  I extends Ports = Ports,
  O extends Ports = Ports,
  W extends Parameters = Parameters,
> extends Contract<I, O, W> {
  readonly form: 'flow';
  /**
   * Make the items. A run that is resumed has it make all of them from the first on.
   *
   * @param items of the stream, in order; the values of one are valid until the next one is asked for
   * @returns values that belong to the caller, or values of the item that was asked for last
   */
  run(this: void, items: AsyncIterable<Values<I>>, settings: Settings<W>, context: Context): AsyncIterable<Values<O>>;
}

/** An operator in any of its five forms. */
export type Operator<I extends Ports = Ports, O extends Ports = Ports, W extends Parameters = Parameters> =
  | PureOperator<I, O, W>
  | SourceOperator<I, O, W>
  | StageOperator<I, O, W>
  | WindowOperator<I, O, W>
  | FlowOperator<I, O, W>;

/** Any operator, whatever its ports. */
export type AnyOperator = Operator;

/** Whether an operator makes items of its own number, so that the runtime admits no more than `limits.inFlight` of them at a time. */
export const isGate = (operator: AnyOperator): boolean =>
  operator.form === 'flow' || (operator.form === 'source' && operator.emits === 'many');

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

/** Define an operator that reads a whole stream and makes another. */
export const flow = <I extends Ports, O extends Ports, W extends Parameters>(
  operator: Omit<FlowOperator<I, O, W>, 'form'>,
): FlowOperator<I, O, W> => ({ form: 'flow', ...operator });
