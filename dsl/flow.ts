import {
  concat,
  concatMap,
  defer,
  EMPTY,
  from,
  ignoreElements,
  map,
  Observable,
  of,
  take,
  zip,
  type Subject,
} from 'rxjs';
import { compileBody } from './body.js';
import type { Context, SourceOperator, Stage, StageOperator, WindowOperator } from './contract.js';
import type { RunEvent } from './event.js';
import type { Endpoint, Graph, GraphNode, Rate } from './graph.js';
import { Gate, Lease, type Ledger, type Ticket } from './lease.js';

/** What the nodes of a run share. */
export interface Wiring {
  readonly graph: Graph;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
  readonly ledger: Ledger;
  /** The stream of every output, by `node.port`. */
  readonly outputs: Map<string, Subject<Lease>>;
  /** Closes what a failed run left open. */
  readonly closing: ((reason: unknown) => Promise<void>)[];
}

type Leases = Readonly<Record<string, Lease>>;
type Outputs = Readonly<Record<string, unknown>>;

/** A node as an Observable: subscribing wires and starts it; it emits nothing itself and ends with the node's stream. */
export function flow(node: GraphNode, wiring: Wiring): Observable<never> {
  const { operator } = node;
  const inputs = join(node, wiring);
  const context = contextOf(node, wiring);
  const results =
    operator.form === 'source'
      ? inputs.pipe(concatMap((leases) => emitAll(operator, node, leases, context, wiring)))
      : operator.form === 'stage'
        ? runStage(operator, node, inputs, context, wiring)
        : operator.form === 'window'
          ? runWindow(operator, node, inputs, context, wiring)
          : inputs.pipe(map((leases) => settle(node, leases, operator.run(valuesOf(leases), node.settings), wiring)));
  return new Observable<never>((subscriber) =>
    results.subscribe({
      error: (error: unknown) => {
        subscriber.error(error);
      },
      complete: () => {
        for (const port of Object.keys(operator.out)) wiring.outputs.get(`${node.name}.${port}`)?.complete();
        subscriber.complete();
      },
    }),
  );
}

/** Inputs item by item: streams in step, once-only values with every item. Subscribing listens to all of them at once. */
function join(node: GraphNode, wiring: Wiring): Observable<Leases> {
  const edges = Object.entries(node.inputs);
  if (edges.length === 0) return of({});
  const once = edges.filter(([, { node: origin }]) => rateOf(origin, wiring.graph) === 'one');
  const many = edges.filter(([, { node: origin }]) => rateOf(origin, wiring.graph) === 'many');
  if (many.length === 0) return zipped(once, wiring).pipe(take(1));
  const items = zipped(many, wiring);
  if (once.length === 0) return items;
  return new Observable<Leases>((subscriber) => {
    let held: Leases | undefined;
    const constants = new Promise<Leases>((found, failed) => {
      zipped(once, wiring).subscribe({ next: found, error: failed });
    });
    const merged = items.pipe(
      concatMap(async (leases) => {
        held ??= await constants;
        for (const lease of Object.values(held)) lease.share(1);
        return { ...leases, ...held };
      }),
    );
    subscriber.add(() => {
      for (const lease of Object.values(held ?? {})) lease.release();
    });
    return merged.subscribe(subscriber);
  });
}

const NOTHING: Observable<Lease> = EMPTY;

const zipped = (edges: readonly (readonly [string, Endpoint])[], wiring: Wiring): Observable<Leases> =>
  zip(edges.map(([, endpoint]) => wiring.outputs.get(`${endpoint.node}.${endpoint.port}`) ?? NOTHING)).pipe(
    map((leases: readonly Lease[]) => Object.fromEntries(edges.map(([port], i) => [port, leases[i] as Lease]))),
  );

/** Does a node emit once, or a stream? A stream wherever something it reads is a stream. */
export function rateOf(name: string, graph: Graph): Rate {
  const node = graph.nodes.find((candidate) => candidate.name === name);
  if (node === undefined) return 'one';
  if (node.operator.form === 'source') return node.operator.emits;
  return Object.values(node.inputs).some((endpoint) => rateOf(endpoint.node, graph) === 'many') ? 'many' : 'one';
}

/** Pull items out of a source, each only when the gate has a ticket for it. */
function emitAll(
  operator: SourceOperator,
  node: GraphNode,
  leases: Leases,
  context: Context,
  wiring: Wiring,
): Observable<never> {
  const pull = async (): Promise<void> => {
    const gate = new Gate(operator.emits === 'one' ? 1 : wiring.graph.inFlight);
    const items = operator.run(valuesOf(leases), node.settings, context)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const ticket = operator.emits === 'one' ? undefined : await unlessAborted(gate.admit(), wiring.signal);
        const item = await items.next();
        if (item.done === true) return;
        // owned before the run may stop here, so that the sweep finds it
        const owned = own(node, item.value, {}, ticket === undefined ? [] : [ticket], wiring);
        wiring.signal.throwIfAborted();
        publish(node, owned, wiring);
      }
    } finally {
      await items.return?.();
      for (const lease of Object.values(leases)) lease.release();
    }
  };
  return defer(() => {
    const ended = pull();
    wiring.closing.push(() => ended.catch(() => undefined));
    return from(ended);
  }).pipe(ignoreElements());
}

/** Open a stage with its first item, call it once per item in order, close it at the end. */
function runStage(
  operator: StageOperator,
  node: GraphNode,
  inputs: Observable<Leases>,
  context: Context,
  wiring: Wiring,
): Observable<never> {
  return new Observable<never>((subscriber) => {
    let busy: Promise<unknown> = Promise.resolve();
    const opened = (async () => operator.open(node.settings, context))();
    opened.catch(() => undefined);
    let closed = false;
    wiring.closing.push(async (reason) => {
      if (closed) return;
      const stage: Stage = await opened;
      await busy.catch(() => undefined);
      await stage.abort?.(reason);
    });
    const items = inputs.pipe(
      concatMap((leases) => {
        const call = (async () => {
          const stage = await opened;
          wiring.signal.throwIfAborted();
          settle(node, leases, await stage.next(valuesOf(leases)), wiring);
        })();
        busy = call;
        return call;
      }),
    );
    const finish = async (): Promise<void> => {
      const stage = await opened;
      await stage.done?.();
      closed = true;
    };
    opened.catch((error: unknown) => {
      subscriber.error(error);
    });
    return items.pipe(ignoreElements()).subscribe({
      error: (error: unknown) => {
        subscriber.error(error);
      },
      complete: () => {
        finish().then(
          () => {
            subscriber.complete();
          },
          (error: unknown) => {
            subscriber.error(error);
          },
        );
      },
    });
  });
}

/** Gather items, call the operator for each full window, let go of the items the window has moved past. */
function runWindow(
  operator: WindowOperator,
  node: GraphNode,
  inputs: Observable<Leases>,
  context: Context,
  wiring: Wiring,
): Observable<never> {
  const [size, step] = [operator.size(node.settings), operator.step(node.settings)];
  const held: Leases[] = [];
  let [skip, fresh] = [0, 0];
  const emit = async (): Promise<void> => {
    const items = held.map(valuesOf);
    const ports = Object.keys(items[0] ?? {});
    const values = Object.fromEntries(ports.map((port) => [port, items.map((item) => item[port])]));
    const tickets = [...new Set(held.flatMap((item) => Object.values(item).flatMap((lease) => lease.tickets)))];
    const outputs = await operator.run(values, node.settings, context);
    const owned = own(node, outputs, {}, tickets, wiring);
    fresh = 0;
    publish(node, owned, wiring);
  };
  const drop = (count: number): void => {
    for (const item of held.splice(0, count)) for (const lease of Object.values(item)) lease.release();
  };
  const take = async (item: Leases): Promise<void> => {
    wiring.signal.throwIfAborted();
    held.push(item);
    fresh += 1;
    if (skip > 0) {
      [skip, fresh] = [skip - 1, fresh - 1];
      drop(1);
    }
    if (held.length < size) return;
    await emit();
    skip = Math.max(0, step - size);
    drop(Math.min(step, size));
  };
  const rest = async (): Promise<void> => {
    if (fresh > 0 && operator.rest?.(node.settings) === true) await emit();
    drop(held.length);
  };
  return concat(inputs.pipe(concatMap(take)), defer(rest)).pipe(ignoreElements());
}

/** Hand an item's results on and let go of its inputs. */
function settle(node: GraphNode, inputs: Leases, outputs: Outputs, wiring: Wiring): void {
  const tickets = [...new Set(Object.values(inputs).flatMap((lease) => lease.tickets))];
  const owned = own(node, outputs, inputs, tickets, wiring);
  for (const lease of Object.values(inputs)) lease.release();
  publish(node, owned, wiring);
}

/** Leases on what an operator returned; an output that is one of its inputs shares that input's lease. */
function own(node: GraphNode, outputs: Outputs, inputs: Leases, tickets: readonly Ticket[], wiring: Wiring): Leases {
  const entries = Object.entries(node.operator.out).map(([port, { kind }]) => {
    const value = outputs[port];
    const readers = readersOf(node.name, port, wiring.graph);
    const passed = Object.values(inputs).find((lease) => lease.value === value && typeof value === 'object');
    return [port, passed?.share(readers) ?? new Lease(value, kind, tickets, readers, wiring.ledger)] as const;
  });
  return Object.fromEntries(entries);
}

function publish(node: GraphNode, leases: Leases, wiring: Wiring): void {
  for (const [port, lease] of Object.entries(leases)) wiring.outputs.get(`${node.name}.${port}`)?.next(lease);
}

/** How many inputs read an output. */
const readersOf = (name: string, port: string, graph: Graph): number =>
  graph.nodes.flatMap(({ inputs }) => Object.values(inputs)).filter((e) => e.node === name && e.port === port).length;

/** Values by port; the members `port.0`, `port.1` … of a list port become one array. */
function valuesOf(leases: Leases): Outputs {
  const values: Record<string, unknown> = {};
  for (const [name, { value }] of Object.entries(leases)) {
    const [port = name, member] = name.split('.');
    if (member === undefined) values[port] = value;
    else ((values[port] ??= []) as unknown[])[Number(member)] = value;
  }
  return values;
}

function contextOf(node: GraphNode, { seed, signal, emit }: Wiring): Context {
  const { name } = node;
  return {
    node: name,
    seed,
    signal,
    body: node.body === undefined ? () => ({}) : compileBody(node.body),
    progress: (done, total, note) => {
      emit({
        type: 'progress',
        node: name,
        done,
        ...(total === undefined ? {} : { total }),
        ...(note === undefined ? {} : { note }),
      });
    },
    metric: (values) => {
      emit({ type: 'metric', node: name, values });
    },
    warn: (message) => {
      emit({ type: 'warning', node: name, message });
    },
  };
}

/** The promise's value, or the abort reason as soon as the signal is aborted. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}
