import { run, type Graph, type RunEvent } from '../../dsl/index.js';
import { selectBackend } from '../../operators/tensor/select-backend.js';
import { openEventLog } from './event-log.js';
import { refuseOverLimit } from './plan/refuse-over-limit.js';
import { openPreviewFile } from './preview-file.js';
import { createProgress } from './progress.js';

/** Options of every command that runs a graph. */
export interface ExecuteOptions {
  readonly seed?: number;
  readonly backend?: string;
  /** Write the events as JSON lines to this file; `-` is standard output. */
  readonly events?: string;
  /** Keep a picture of the video being sampled in this PNG file. */
  readonly preview?: string;
  readonly quiet?: boolean;
  /** The user has already been told why a slower backend replaces TensorFlow. */
  readonly fallbackKnown?: boolean;
  readonly onEvent?: (event: RunEvent) => void;
}

/**
 * Run a graph on a backend with progress on standard error. Ctrl-C cancels the run and closes its outputs.
 *
 * fails E_MEMORY, before a backend is loaded, when the graph needs more memory than its document allows; otherwise like `run`
 */
export async function execute(graph: Graph, options: ExecuteOptions): Promise<void> {
  refuseOverLimit(graph);
  const quiet = options.quiet === true;
  const pictures = options.preview === undefined ? undefined : await openPreviewFile(options.preview, warnOfPreview);
  const device = holdsTensors(graph) ? await openBackend(options) : 'no tensors';
  const cancel = new AbortController();
  const stop = (): void => {
    cancel.abort();
  };
  const log = options.events === undefined ? undefined : openEventLog(options.events, stop);
  if (!quiet) process.stderr.write(`${graph.about} [${device}]\n`);
  const progress = createProgress(process.stderr, quiet);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    await run(graph, {
      seed: options.seed ?? 0,
      signal: cancel.signal,
      previews: pictures !== undefined,
      onEvent: (event) => {
        progress.show(event);
        log?.write(event);
        if (event.type === 'preview') pictures?.show(event.picture);
        options.onEvent?.(event);
      },
    });
  } finally {
    progress.stop();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
    await pictures?.close();
    await log?.close();
  }
}

const warnOfPreview = (why: string): void => {
  process.stderr.write(`warning: no more previews: ${why}\n`);
};

/** Whether a graph uses tensors; for example, copying frames from one file to another needs no backend. */
const holdsTensors = ({ nodes }: Graph): boolean =>
  nodes.some(({ operator }) =>
    [...Object.values(operator.in), ...Object.values(operator.out)].some(({ kind }) => kind.tensors),
  );

let warned = false;

/** Load the backend and print which one it is; warn once if a slower backend replaces TensorFlow. */
async function openBackend({ backend, fallbackKnown = false }: ExecuteOptions): Promise<string> {
  const { name, device, fallback } = await selectBackend(backend);
  if (fallback !== undefined && !warned && !fallbackKnown) {
    warned = true;
    process.stderr.write(
      `warning: ${fallback}; ${name} stands in, about ten times slower. Try hpdm setup, then hpdm doctor\n`,
    );
  }
  return `${name}, ${device}`;
}
