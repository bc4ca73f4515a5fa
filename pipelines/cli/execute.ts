import { cancelled, HpdmError, refuseFiles, type Graph, type GraphNode, type RunEvent } from '../../dsl/index.js';
import { sizeOf } from '../../operators/disk/size-of.js';
import type { Facts } from '../../operators/tensor/members/agree.js';
import type { Gang } from '../../operators/tensor/members/gang.js';
import type { BackendReport } from '../../operators/tensor/select-backend.js';
import { run } from '../api/run.js';
import { warnOfStandIn } from '../api/warn-of-stand-in.js';
import { planOf } from '../plan/plan.js';
import { refuseOverLimit } from '../plan/refuse-over-limit.js';
import { formatDryRun } from './dry-run.js';
import { openEventLog } from './event-log.js';
import { openPreviewFile } from './preview-file.js';
import { innerGraphs } from '../api/inner-graphs.js';
import { startOf } from '../api/start-of.js';
import { given, type RunFlags } from './run-flags.js';
import { RunReport } from './run-report.js';
import { Effort } from './effort.js';
import { createProgress } from './progress.js';

/** Options of every command that runs a graph: its flags, once the document has its values, and what the command adds. */
export interface ExecuteOptions extends Omit<RunFlags, 'set' | 'memory'> {
  /** Number of the first item, where an earlier run stopped. */
  readonly first?: number;
  /** … or that of each job; undefined leaves it out. */
  readonly firstOf?: (part: Graph) => number | undefined;
  /** The members of which this process is one, and what they must have the same. */
  readonly gang?: Gang;
  readonly facts?: Facts;
  /** The user has already been told why a slower backend replaces TensorFlow. */
  readonly fallbackKnown?: boolean;
  readonly onEvent?: (event: RunEvent) => void;
  /** Whether `onEvent` gets pictures, also where no file of them is kept. */
  readonly previews?: boolean;
  /** Takes note of what the run does. */
  readonly report?: RunReport;
}

/**
 * Run a graph on a backend with progress on standard error. The first Ctrl-C ends an endless run or a training well, and
 * cancels any other; the second cancels. Outputs are closed or removed.
 *
 * fails E_CANCELLED, after all is saved, when a training was stopped before its end;
 * E_EVENTS_FILE when the events and a video would both go to standard output; otherwise like `run`
 */
export async function execute(graph: Graph, options: ExecuteOptions): Promise<void> {
  if (options.dryRun === true) return showDryRun(graph, options);
  const quiet = options.quiet === true;
  const pictures = options.preview === undefined ? undefined : await openPreviewFile(options.preview, warnOfPreview);
  const [cancel, enough] = [new AbortController(), new AbortController()];
  refuseSharedOutput(graph, options);
  const log = options.events === undefined ? undefined : openEventLog(options.events, () => cancel.abort());
  const { report = new RunReport(), verbose = false, facts, firstOf } = options;
  const [effort, title] = [new Effort(graph), new Title(graph.about)];
  const progress = createProgress(process.stderr, { quiet, verbose, effort });
  const stopListening = onSignals(cancel, enough, () => {
    if (!quiet && graph.nodes.some(isEndless)) process.stderr.write(`${STOPPING}\n`);
  });
  try {
    await run(graph, {
      ...{ backend: options.backend, gang: options.gang, ...given({ facts, firstOf }) },
      seed: options.seed ?? 0,
      first: options.first ?? 0,
      signal: cancel.signal,
      enough: enough.signal,
      previews: pictures !== undefined || options.previews === true,
      onBackend: (backend) => seeBackend(backend, { ...options, report, effort }),
      onEvent: (event) => {
        if (event.type === 'started' && !quiet) title.show(report.device);
        progress.show(event);
        log?.write(event);
        report.see(event);
        if (event.type === 'preview') pictures?.show(event.picture);
        options.onEvent?.(event);
      },
    }).catch((error: unknown) => failWith(error, enough.signal.aborted && graph));
    if (enough.signal.aborted && hasMoreToDo(graph)) throw goesOn();
  } finally {
    progress.stop();
    stopListening();
    await pictures?.close();
    if (options.preview !== undefined) await noteFile(options.preview, report);
    await log?.close();
  }
}

/** What a graph does, shown once, also where its jobs begin one after the other. */
class Title {
  readonly #about: string;
  #isShown = false;

  constructor(about: string) {
    this.#about = about;
  }

  show(device: string): void {
    if (!this.#isShown) process.stderr.write(`${this.#about} [${device}]\n`);
    this.#isShown = true;
  }
}

/**
 * Fail with an error; an output without a frame is no fault of a run that was stopped before.
 *
 * @param stopped the graph, if it was stopped
 */
function failWith(error: unknown, stopped: Graph | false): never {
  if (stopped === false || !(error instanceof HpdmError)) throw error;
  if (error.code === 'E_EMPTY_VIDEO' || error.code === 'E_EMPTY_SHEET')
    throw cancelled('stopped before the first frame');
  const trains = stopped.nodes.some(({ operator }) => operator.stoppedAt !== undefined);
  throw error.code === 'E_CANCELLED' && trains ? goesOn() : error;
}

const goesOn = (): HpdmError => cancelled('stopped; --resume goes on');

/** Take note of the backend, and of its speed if it will be shown. */
async function seeBackend(
  backend: BackendReport,
  { report, effort, quiet, fallbackKnown }: ExecuteOptions & { report: RunReport; effort: Effort },
): Promise<void> {
  report.device = `${backend.name}, ${backend.device}`;
  if (fallbackKnown !== true) warnOfStandIn(backend, warn);
  if (quiet !== true) await effort.measure(backend.name);
}

/** Whether a training in a graph is not complete. */
const hasMoreToDo = ({ nodes }: Graph): boolean =>
  nodes.some(({ operator, settings }) => operator.stoppedAt?.(settings)?.complete === false);

async function showDryRun(graph: Graph, options: ExecuteOptions): Promise<void> {
  const { seed = 0, json, report } = options;
  refuseOverLimit(graph);
  await refuseFiles(graph, startOf(options));
  const inner = await innerGraphs(graph);
  const documents = inner.map(({ name, graph: part }) => ({ name, ...planOf(part) }));
  if (json === true && report !== undefined)
    report.plan = { ...planOf(graph), ...(documents.length > 0 && { documents }) };
  else process.stdout.write(formatDryRun(graph, seed, inner));
}

/** What ends a run: Ctrl-C, a polite kill, a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const STOPPING = 'stopping: outputs are completed; another Ctrl-C cancels';

/** Whether a node may end after any item. */
const isEndless = ({ operator, settings }: GraphNode): boolean => operator.endless?.(settings) === true;

/** The first signal ends what has no end of its own and keeps it; the second cancels. The result stops listening. */
function onSignals(cancel: AbortController, enough: AbortController, onFirst: () => void): () => void {
  const onSignal = (): void => {
    if (enough.signal.aborted) return cancel.abort();
    onFirst();
    enough.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
}

/** Take note of a file that the run itself keeps. */
async function noteFile(path: string, report: RunReport): Promise<void> {
  const bytes = await sizeOf(path);
  if (bytes !== undefined) report.add({ path, bytes });
}

/** JSON and a video cannot both go to standard output. */
function refuseSharedOutput({ nodes }: Graph, { events, json }: ExecuteOptions): void {
  const flag = json === true ? '--json' : '--events -';
  if (json !== true && events !== '-') return;
  const taken = nodes.find(({ operator, settings }) =>
    Object.values(operator.files?.(settings).writes ?? {}).some((path) => path === 'pipe:1'),
  );
  if (taken === undefined) return;
  throw new HpdmError({
    code: 'E_EVENTS_FILE',
    place: taken.place,
    path: taken.path,
    expected: 'one use of standard output',
    got: `${flag}, and "${taken.name}", which also writes there`,
    try: flag === '--json' ? `no ${flag}` : '--events events.jsonl',
  });
}

const warn = (what: string): void => {
  process.stderr.write(`warning: ${what}\n`);
};

const warnOfPreview = (why: string): void => {
  warn(`no more previews: ${why}`);
};
