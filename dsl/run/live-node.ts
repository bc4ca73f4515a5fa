import { catchError, concat, map, Observable, Subject, takeUntil } from 'rxjs';
import type { Activity } from './activity.js';
import type { Context } from '../contract/context.js';
import type { OfNode } from './context-of.js';
import { isGate, type FlowOperator, type Stage } from '../contract/operator.js';
import { cancelled, HpdmError } from '../fault/fault.js';
import type { Beginning } from '../graph/beginning.js';
import type { GraphNode } from '../graph/graph.js';
import { checkValue } from './check-value.js';
import { flowing } from './flowing.js';
import { inStep, type Incoming } from './in-step.js';
import { inTurn, type Turns } from './in-turn.js';
import { numberOf, type Lease, type Ledger } from './lease.js';
import { Gate } from './gate.js';
import { Output } from './output.js';
import { Publisher, release } from './publisher.js';
import { pull } from './pull.js';
import { sliding } from './sliding.js';
import { compileValues, compileWindowValues } from './compile-values.js';
import { itemAt } from '../fault/item-at.js';

/** The objects that all nodes of a run share. */
export interface Shared {
  readonly inFlight: number;
  readonly ledger: Ledger;
  readonly activity: Activity;
  /** Aborted when the run fails or is cancelled. */
  readonly signal: AbortSignal;
}

type Item = readonly Lease[];
type Results = Readonly<Record<string, unknown>>;

/** A node of a run, from opening its stage to closing it, also when the run fails. */
export class LiveNode {
  readonly outputs: readonly Output[];
  readonly gate: Gate | undefined;
  /** Names of the inputs, in the order of `queues` and of the leases of an item. */
  readonly names: readonly string[];
  /** Per input, the items that wait for those of other inputs. */
  readonly queues: readonly Lease[][];
  /** The items that a window holds. */
  readonly held: Item[] = [];
  readonly #shared: Shared;
  readonly #context: Context;
  readonly #publisher: Publisher;
  readonly #stop = new AbortController();
  readonly #stopped$ = new Subject<void>();
  #busy: Promise<unknown> = Promise.resolve();
  #stage: Stage | undefined;
  /** Whether it has seen its last item: readers then leave because it ends. */
  #ending = false;

  /**
   * @param contextOf makes the context of the node
   * @param beginning of a gate, in a resumed run
   */
  constructor(
    readonly node: GraphNode,
    shared: Shared,
    contextOf: (of: OfNode) => Context,
    beginning?: Beginning,
  ) {
    const { name, operator, inputs } = node;
    this.#shared = shared;
    this.#context = contextOf({ signal: this.#stop.signal, enough: () => this.stop(cancelled('enough')) });
    this.names = Object.keys(inputs);
    this.queues = this.names.map(() => []);
    const deserted = (): void => {
      if (!this.#ending && !this.outputs.some(({ read }) => read)) this.stop(cancelled('no reader is left'));
    };
    const ports = Object.entries(operator.out);
    const outputs = ports.map(([port, { kind }]) => [port, new Output(`${name}.${port}`, kind, deserted)] as const);
    this.outputs = outputs.map(([, output]) => output);
    const checks = ports.map(([port, type]) => checkValue(node, port, type));
    this.#publisher = new Publisher(new Map(outputs), shared.ledger, checks);
    if (isGate(operator)) this.gate = new Gate(name, shared.inFlight, shared.activity, beginning);
  }

  /** Open the node if it is a stage. */
  async open(): Promise<void> {
    const { operator, settings } = this.node;
    if (operator.form !== 'stage') return;
    const opening = async (): Promise<void> => {
      this.#stage = await operator.open(settings, this.#context);
    };
    this.#busy = opening();
    await this.#busy;
  }

  /**
   * The node as an Observable that emits nothing and completes when the node has ended.
   *
   * @param incoming the streams it reads, in the order of `names`
   * @param turn$ emits when a node that reads nothing may begin
   */
  flow(incoming: readonly Incoming[], turn$: Observable<void>): Observable<never> {
    const items$: Observable<Item> =
      incoming.length === 0
        ? turn$.pipe(map(() => []))
        : inStep(incoming, this.queues, (index) => this.#warnLonger(index));
    const finish$ = this.#finish();
    return concat(this.#calls(items$), finish$).pipe(
      catchError((error: unknown) => {
        if (this.#stop.signal.aborted && isCancellation(error, this.#stop.signal)) return finish$;
        throw error;
      }),
    );
  }

  /** End the node: it takes no further item. */
  stop(reason: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort(reason);
    this.gate?.close();
    this.#stopped$.next();
  }

  /** Resolves when no call of the operator is in progress. */
  async settled(): Promise<void> {
    for (let busy; busy !== this.#busy;) {
      busy = this.#busy;
      await busy.catch(() => undefined);
    }
  }

  /** Close the stage when the run has failed; a stage is closed only once, by `done` or here. */
  async abort(reason: unknown): Promise<void> {
    const stage = this.#stage;
    this.#stage = undefined;
    await stage?.abort?.(reason);
  }

  #calls(items$: Observable<Item>): Observable<never> {
    const { operator, settings } = this.node;
    const { names } = this;
    if (operator.form === 'window') {
      const sizes = { size: operator.size(settings), step: operator.step(settings), rest: operator.rest?.(settings) };
      const valuesOf = compileWindowValues(names);
      const windows$ = sliding(items$, { ...sizes, rest: sizes.rest ?? false }, this.held);
      return inTurn(windows$, {
        ...this.#turns(),
        call: (items) => {
          const number = numberOf(itemAt(items, 0)) / sizes.step;
          return this.#after(items.flat(), number, operator.run(valuesOf(items), settings, this.#context, number));
        },
        drop: (items) => release(items.flat()),
      });
    }
    const valuesOf = compileValues(names);
    if (operator.form === 'flow') return this.#flowing(items$, operator);
    const call =
      operator.form === 'pure'
        ? (item: Item) => this.#publisher.settle(item, numberOf(item), operator.run(valuesOf(item), settings))
        : operator.form === 'stage'
          ? (item: Item) => {
              const number = numberOf(item);
              return this.#after(item, number, this.#stage?.next(valuesOf(item), number) ?? {});
            }
          : (item: Item) => {
              const number = this.gate?.next ?? numberOf(item);
              return pull(() => operator.run(valuesOf(item), settings, this.#context, number), {
                emits: operator.emits,
                gate: this.gate,
                signal: this.#stop.signal,
                emit: (results, ticket) => this.#publisher.emit(item, results, ticket),
              }).finally(() => release(item));
            };
    return inTurn(items$, { ...this.#turns(), call, drop: release });
  }

  #flowing(items$: Observable<Item>, { run }: FlowOperator): Observable<never> {
    return flowing(items$.pipe(takeUntil(this.#stopped$)), {
      ...this.#turns(),
      gate: this.gate,
      signal: this.#stop.signal,
      start: (items) => run(items, this.node.settings, this.#context),
      valuesOf: compileValues(this.names),
      emit: (item, results, ticket) => this.#publisher.emit(item, results, ticket),
    });
  }

  #turns(): Omit<Turns<never>, 'call' | 'drop'> {
    const busy = (call: Promise<void>): void => {
      this.#busy = call;
    };
    return { stopped$: this.#stopped$, activity: this.#shared.activity, busy };
  }

  #after(item: Item, number: number, results: Promise<Results> | Results): void | Promise<void> {
    if (isPromise(results)) return results.then((later) => this.#publisher.settle(item, number, later));
    this.#publisher.settle(item, number, results);
  }

  /** Complete the outputs, then close the stage when all values it lent are back. */
  #finish(): Observable<never> {
    const { activity, signal } = this.#shared;
    return new Observable((subscriber) => {
      // a run that failed closes its stages itself
      if (signal.aborted) return;
      this.#ending = true;
      for (const output of this.outputs) output.complete();
      const close = async (): Promise<void> => {
        const stage = this.#stage;
        await stage?.done?.();
        this.#stage = undefined;
      };
      if (this.#stage?.done === undefined) {
        subscriber.complete();
        return;
      }
      whenAllBack(this.outputs, () => {
        if (signal.aborted) return;
        activity.begin();
        this.#busy = close()
          .then(
            () => subscriber.complete(),
            (error: unknown) => subscriber.error(error),
          )
          .finally(() => activity.end());
      });
    });
  }

  #warnLonger(index: number): void {
    const port = itemAt(this.names, index);
    this.#context.warn(`the streams it joins differ in length: it ends with the shortest; "${port}" had more`);
  }
}

/** Whether an answer comes later. A sink in JavaScript may answer nothing. */
const isPromise = (value: Promise<Results> | Results | undefined): value is Promise<Results> =>
  typeof (value as Partial<PromiseLike<Results>> | undefined)?.then === 'function';

function whenAllBack(outputs: readonly Output[], callback: () => void): void {
  const [first, ...others] = outputs;
  if (first === undefined) callback();
  else first.whenBack(() => whenAllBack(others, callback));
}

/** Whether an error only says that the operator stopped because it was asked to. */
const isCancellation = (error: unknown, { reason }: AbortSignal): boolean =>
  error === reason ||
  (error instanceof HpdmError && error.code === 'E_CANCELLED') ||
  (error instanceof Error && error.name === 'AbortError');
