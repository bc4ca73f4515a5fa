import { cancelled } from './error.js';
import type { RunEvent } from './event.js';
import type { Wiring } from './flow.js';
import type { Graph } from './graph.js';
import { Ledger } from './lease.js';

/** Options of a run. */
export interface RunOptions {
  /** Seed of everything random; default 0. */
  readonly seed?: number;
  /** Aborting it cancels the run within one operator call. */
  readonly signal?: AbortSignal;
  /** Called with every event of the run. */
  readonly onEvent?: (event: RunEvent) => void;
}

/**
 * Run a checked graph to its end: every node becomes an Observable, sources admit items as memory is given back.
 *
 * Sinks are closed when their stream ends, and aborted when anything fails or the run is cancelled.
 * fails with the error of the operator, as E_OPERATOR_FAILED naming its node where it was not an HpdmError;
 * E_CANCELLED when the signal was aborted
 */
export async function run(graph: Graph, options: RunOptions = {}): Promise<void> {
  const { seed = 0, signal, onEvent = () => undefined } = options;
  const started = performance.now();
  const stop = new AbortController();
  const abort = (): void => {
    stop.abort(cancelled());
  };
  if (signal?.aborted === true) throw cancelled();
  signal?.addEventListener('abort', abort, { once: true });
  const ledger = new Ledger();
  const wiring: Wiring = { graph, seed, signal: stop.signal, emit: onEvent, ledger, outputs: new Map(), closing: [] };
  onEvent({ type: 'started', nodes: graph.nodes.map(({ name }) => name) });
  try {
    // RxJS is two hundred files, which a command that only checks must not wait for
    const { runNodes } = await import('./run-nodes.js');
    await runNodes(graph, wiring);
    if (stop.signal.aborted) throw stop.signal.reason as Error;
    onEvent({ type: 'finished', seconds: (performance.now() - started) / 1000 });
  } catch (error) {
    const reason = (stop.signal.reason as unknown) ?? error;
    stop.abort(reason);
    await Promise.allSettled(wiring.closing.map((close) => close(reason)));
    throw reason;
  } finally {
    signal?.removeEventListener('abort', abort);
    ledger.sweep();
  }
}
