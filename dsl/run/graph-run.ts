import {
  catchError,
  concat,
  defer,
  EMPTY,
  finalize,
  from,
  ignoreElements,
  lastValueFrom,
  merge,
  NEVER,
  Observable,
  Subject,
  switchMap,
  take,
  takeUntil,
  tap,
} from 'rxjs';
import { Activity } from './activity.js';
import { contextOf } from './context-of.js';
import { beginningsOf } from '../graph/beginning.js';
import { domainsOf } from '../graph/domain.js';
import { cancelled, HpdmError } from '../fault/fault.js';
import type { RunEvent } from '../contract/run-event.js';
import type { Endpoint, Graph } from '../graph/graph.js';
import type { Incoming } from './in-step.js';
import { Ledger, type Lease } from './lease.js';
import { LiveNode, type Shared } from './live-node.js';
import { lentUntilNext } from './lent-until-next.js';
import { nameError } from './name-error.js';
import { suggestion } from '../fault/nearest.js';
import type { Output } from './output.js';
import { pulled } from './pulled.js';
import type { RunOptions, Running } from './running.js';
import { Turnstile } from './turnstile.js';
import { startedNode } from './started-node.js';
import { stallOf } from './stall-of.js';

/** One run of a graph, from connecting its nodes to releasing the last value. */
export class GraphRun implements Running {
  readonly #graph: Graph;
  readonly #nodes: readonly LiveNode[];
  readonly #outputs: ReadonlyMap<string, Output>;
  readonly #ledger = new Ledger();
  readonly #activity: Activity;
  readonly #stop = new AbortController();
  readonly #events$ = new Subject<RunEvent>();
  readonly #onEvent: (event: RunEvent) => void;
  readonly #finished: Promise<void>;
  #over = false;
  /** Counts the values held by readers outside the graph; the run ends after they are released. */
  readonly #outside = new Activity(() => this.#back$.next());
  readonly #back$ = new Subject<void>();
  readonly #allBack$ = defer(() => (this.#outside.working === 0 ? EMPTY : this.#back$.pipe(take(1), ignoreElements())));
  /** An Observable that fails with the error that ended the run. */
  readonly #aborted$ = new Observable<never>((subscriber) => {
    const { signal } = this.#stop;
    const tell = (): void => subscriber.error(signal.reason);
    if (signal.aborted) tell();
    signal.addEventListener('abort', tell, { once: true });
    return () => signal.removeEventListener('abort', tell);
  });

  constructor(graph: Graph, options: RunOptions) {
    const { onEvent = () => undefined } = options;
    this.#graph = graph;
    this.#onEvent = onEvent;
    this.#activity = new Activity(() => this.#idle());
    const shared: Shared = {
      inFlight: graph.inFlight,
      ledger: this.#ledger,
      activity: this.#activity,
      signal: this.#stop.signal,
    };
    const emit = (event: RunEvent): void => this.#emit(event);
    const beginnings = beginningsOf(graph.nodes, options.first ?? 0, graph.share);
    const run = (inner: Graph, innerOptions: RunOptions): Promise<void> => new GraphRun(inner, innerOptions).finished;
    const surroundings = { graph, options, emit, run };
    this.#nodes = graph.nodes.map(
      (node) => new LiveNode(node, shared, contextOf(node, surroundings), beginnings.get(node.name)),
    );
    this.#outputs = new Map(this.#nodes.flatMap(({ outputs }) => outputs.map((output) => [output.name, output])));
    this.#finished = this.#run(options);
    // the error reaches everyone who reads `finished` or the events
    this.#finished.catch(() => undefined);
  }

  get finished(): Promise<void> {
    return this.#finished.then(() => undefined);
  }

  get events(): AsyncIterableIterator<RunEvent> {
    return pulled(this.#events$);
  }

  readonly output = <T>(name: string): Observable<T> => {
    const leases$ = this.#leasesOf(name);
    return new Observable<T>((reader) =>
      leases$.subscribe({
        next: (lease) => {
          try {
            reader.next(lease.value as T);
          } finally {
            lease.release();
          }
        },
        error: (error: unknown) => reader.error(error),
        complete: () => reader.complete(),
      }),
    );
  };

  readonly items = <T>(name: string): AsyncIterableIterator<T> => {
    const give = (lease: Lease): void => {
      lease.release();
      this.#outside.end();
      this.#activity.end();
    };
    const leases$ = this.#leasesOf(name).pipe(
      tap(() => {
        this.#activity.begin();
        this.#outside.begin();
      }),
    );
    return lentUntilNext<T>(pulled(leases$, give), give);
  };

  async #run({ signal, enough: enoughSignal }: RunOptions): Promise<void> {
    const cancel = (): void => this.#fail(cancelled());
    const enough = (): void => this.#endSources();
    const started = performance.now();
    if (signal?.aborted === true || enoughSignal?.aborted === true) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    enoughSignal?.addEventListener('abort', enough, { once: true });
    const whole$ = defer(() => this.#open()).pipe(
      switchMap(() => concat(merge(...this.#flows()), this.#allBack$)),
      takeUntil(this.#aborted$),
      catchError((reason: unknown) => {
        this.#fail(reason);
        return from(this.#close(reason));
      }),
      finalize(() => this.#ledger.sweep()),
    );
    try {
      await new Promise((nextTurn) => setImmediate(nextTurn));
      await lastValueFrom(whole$, { defaultValue: undefined });
      this.#emit({ type: 'finished', seconds: (performance.now() - started) / 1000 });
      this.#events$.complete();
    } catch (error) {
      this.#events$.error(error);
      throw error;
    } finally {
      this.#over = true;
      signal?.removeEventListener('abort', cancel);
      enoughSignal?.removeEventListener('abort', enough);
    }
  }

  /** End the nodes that may end after any item, but those where members agree on it, and let the rest finish; cancel a run that has none. */
  #endSources(): void {
    const agrees = ({ node }: LiveNode): boolean => this.#graph.share !== undefined && 'joins' in node.operator;
    const endless = this.#nodes.filter(({ node }) => node.operator.endless?.(node.settings) === true);
    if (endless.length === 0 && !this.#nodes.some(agrees)) this.#fail(cancelled());
    for (const live of endless) if (!agrees(live)) live.stop(cancelled('enough'));
  }

  /** Open every stage before the first item is made. */
  async #open(): Promise<void> {
    this.#emit({ type: 'started', nodes: this.#graph.nodes.map(startedNode) });
    const opening = this.#nodes.map(async (live) => {
      await live.open().catch((error: unknown) => this.#fail(nameError(live.node, error)));
    });
    await Promise.all(opening);
  }

  /** Subscribe to all nodes, in reverse order: a reader must listen before the nodes it reads emit. */
  #flows(): Observable<never>[] {
    this.#activity.begin();
    const domains = domainsOf(this.#graph.nodes);
    const incoming = ({ node, port }: Endpoint): Incoming => ({
      leases$: this.#outputs.get(`${node}.${port}`)?.leases$ ?? NEVER,
      once: domains.get(node)?.size === 0,
    });
    const turnstile = new Turnstile(this.#graph.nodes, domains, this.#graph.copies);
    const flows = this.#nodes.map((live) =>
      live.flow(Object.values(live.node.inputs).map(incoming), turnstile.enter(live.node.name)).pipe(
        catchError((error: unknown) => {
          this.#fail(nameError(live.node, error));
          return NEVER;
        }),
        tap({
          complete: () => {
            this.#emit({ type: 'ended', node: live.node.name });
            turnstile.leave(live.node.name);
          },
        }),
      ),
    );
    const allAtWork$ = defer(() => {
      this.#activity.end();
      return [];
    });
    return [...flows.reverse(), allAtWork$];
  }

  /** End the whole run because of the first error. */
  #fail(reason: unknown): void {
    if (this.#over || this.#stop.signal.aborted) return;
    this.#stop.abort(reason);
    for (const live of this.#nodes) live.stop(reason);
  }

  /** Wait for the calls in progress, then close what is open. */
  async #close(reason: unknown): Promise<never> {
    await Promise.all(this.#nodes.map((live) => live.settled()));
    const closing = this.#nodes.map(async (live) => {
      await live.abort(reason).catch((error: unknown) => {
        const message = `could not be closed: ${nameError(live.node, error).message}`;
        this.#emit({ type: 'warning', node: live.node.name, message });
      });
    });
    await Promise.all(closing);
    throw reason;
  }

  #idle(): void {
    setImmediate(() => {
      if (this.#activity.working === 0 && !this.#over) this.#fail(stallOf(this.#nodes, this.#ledger));
    });
  }

  #leasesOf(name: string): Observable<Lease> {
    const { [name]: endpoint } = this.#graph.out;
    const output = this.#outputs.get(endpoint === undefined ? name : `${endpoint.node}.${endpoint.port}`);
    if (output !== undefined) return output.leases$.pipe(takeUntil(this.#aborted$));
    const known = [...Object.keys(this.#graph.out), ...this.#outputs.keys()];
    throw new HpdmError({
      code: 'E_OUTPUT_UNKNOWN',
      place: { file: this.#graph.file },
      expected: 'node.port, or a name under out:',
      got: `"${name}"`,
      try: suggestion(name, known),
    });
  }

  #emit(event: RunEvent): void {
    this.#onEvent(event);
    this.#events$.next(event);
  }
}
