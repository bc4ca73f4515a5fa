import { open as openGraph, type Graph, type Running, type RunOptions as GraphRunOptions } from '../../dsl/index.js';
import { selectBackend, type BackendChoice, type BackendReport } from '../../operators/tensor/select-backend.js';
import { warnOfStandIn } from './warn-of-stand-in.js';

/** Options of a run. */
export interface RunOptions extends GraphRunOptions {
  /** The backend to compute on. Default `auto`: what the variable HPDM_BACKEND says, else the fastest that loads. */
  readonly backend?: BackendChoice | undefined;
  /**
   * Called with the backend that was loaded, before anything runs; not for a graph without tensors, which needs none.
   * Left out, `process.emitWarning` says once when a slow backend stands in for TensorFlow.
   */
  readonly onBackend?: (backend: BackendReport) => void;
}

/**
 * Open a checked graph on a backend: every node becomes an Observable, sources admit items as memory is given back. It starts at
 * the next turn of the event loop, so that whoever reads an output now sees all of it:
 *
 *     const running = await open(graph);
 *     running.output<Frames>('frames.frames').pipe(map(({ count }) => count), scan(add, 0)).subscribe(show);
 *     for await (const video of running.items<tf.Tensor5D>('level.0.video')) await look(video);
 *     await running.finished;
 *
 * A node whose last reader has left is stopped, and with it what worked for it alone. The backend is TensorFlow.js's current
 * one for the whole process: runs at the same time share it.
 *
 * fails E_BACKEND_NAME for an unknown backend; E_BACKEND_LOAD when the one asked for, or under `auto` every one, does not load
 */
export async function open(graph: Graph, options: RunOptions = {}): Promise<Running> {
  const { backend, onBackend = warn, ...rest } = options;
  if (holdsTensors(graph)) onBackend(await selectBackend(backend));
  return openGraph(graph, rest);
}

/** Run a checked graph to its end; fails as `open` and `Running.finished` do. */
export async function run(graph: Graph, options: RunOptions = {}): Promise<void> {
  await (
    await open(graph, options)
  ).finished;
}

const warn = (backend: BackendReport): void => {
  warnOfStandIn(backend, (warning) => {
    process.emitWarning(warning);
  });
};

/** Whether a graph uses tensors; for example, copying frames from one file to another needs no backend. */
const holdsTensors = ({ nodes }: Graph): boolean =>
  nodes.some(({ operator }) =>
    [...Object.values(operator.in), ...Object.values(operator.out)].some(({ kind }) => kind.tensors),
  );
