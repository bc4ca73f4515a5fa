import {
  cancelled,
  HpdmError,
  open as openGraph,
  refuseFiles,
  runsOf,
  type Graph,
  type Running,
} from '../../dsl/index.js';
import { agree, type Facts } from '../../operators/tensor/members/agree.js';
import { joinGang, peers } from '../../operators/tensor/members/join-gang.js';
import type { Gang } from '../../operators/tensor/members/gang.js';
import { patienceOf } from '../../operators/tensor/members/patience-of.js';
import { selectBackend, type BackendChoice } from '../../operators/tensor/select-backend.js';
import { tf } from '../../operators/tensor/tf.js';
import { refuseOverFree, refuseOverLimit } from '../plan/refuse-over-limit.js';
import type { RunOptions } from './run-options.js';
import { startOf } from './start-of.js';
import { refuseOptions } from './refuse-options.js';
import { warnOfStandIn } from './warn-of-stand-in.js';
import { version } from '../../operators/disk/version.js';

export type { RunOptions };

/**
 * Start a checked graph on a backend: every node becomes an Observable, and sources make items as memory is released. It starts in
 * the next turn of the event loop, so that an output that is read now misses nothing:
 *
 *     const running = await open(graph);
 *     running.output<Frames>('frames.frames').pipe(map(({ count }) => count), scan(add, 0)).subscribe(show);
 *     for await (const video of running.items<tf.Tensor5D>('level.0.video')) await look(video);
 *     await running.finished;
 *
 * Copies that are jobs run like any others here. A node without readers is stopped, and so are the nodes that worked only for it. The backend is TensorFlow.js's current one for
 * the whole process, so simultaneous runs share it.
 *
 * With a gang, the process becomes a member of it for the rest of its life, and begins where the leader does.
 *
 * fails, before a backend is loaded, with E_OPTION for wrong options; with E_MEMORY when the graph needs more memory than its document allows (`limits.memory`), and
 * with the faults of files that are missing or of another kind; E_BACKEND_NAME for an unknown backend; E_BACKEND_LOAD when the chosen one does not load or, with `auto`, none does
 */
export async function open(graph: Graph, options: RunOptions = {}): Promise<Running> {
  await refuse(graph, options);
  return start(graph, options);
}

/** Refuse options that are wrong, a graph that needs too much memory, or whose files are not what they should be. */
async function refuse(graph: Graph, options: RunOptions): Promise<void> {
  refuseOptions(options);
  refuseOverLimit(graph);
  await refuseFiles(graph, startOf(options));
}

/** Start a graph that was not refused. */
async function start(graph: Graph, options: RunOptions): Promise<Running> {
  const { backend, onBackend = warn, gang, facts = {}, ...rest } = options;
  const first = gang === undefined ? rest.first : await joined(gang, backend, rest.first ?? 0, facts);
  if (holdsTensors(graph)) await onBackend(await selectBackend(gang === undefined ? backend : 'tensorflow'));
  return openGraph(graph, { admit: refuseOverFree, ...rest, ...(first === undefined ? {} : { first }) });
}

/**
 * Run a checked graph to its end, copies that are jobs one after the other, and wait for the other members of a gang.
 *
 * fails like `open` and `Running.finished`; E_CANCELLED when `enough` is aborted while jobs are left
 */
export async function run(graph: Graph, options: RunOptions = {}): Promise<void> {
  const { first = 0, firstOf = () => first, ...rest } = options;
  await refuse(graph, options); // the whole, before the first job
  for (const part of runsOf(graph)) {
    if (rest.enough?.aborted === true) throw cancelled('stopped before the last job');
    const from = firstOf(part);
    if (from !== undefined) await (await start(part, { ...rest, first: from })).finished;
  }
  peers()?.leave();
}

/** Join a gang, and begin at the item at which its leader does: the others may not see its checkpoints. */
async function joined(gang: Gang, backend: BackendChoice = 'auto', first: number, facts: Facts): Promise<number> {
  if (backend !== 'auto' && backend !== 'tensorflow') {
    const expected = 'the backend tensorflow, with which members work together';
    throw new HpdmError({ code: 'E_MEMBERS', expected, got: backend, try: '--backend tensorflow' });
  }
  const members = await joinGang(gang, patienceOf(process.env));
  const { binding } = tf.backend() as unknown as { readonly binding: { readonly TF_Version: string } };
  await agree(members, { version, TensorFlow: binding.TF_Version, ...facts });
  const [leaders] = await members.texts(`${first}`);
  return Number(leaders);
}

const warn: NonNullable<RunOptions['onBackend']> = (backend) => {
  warnOfStandIn(backend, (warning) => {
    process.emitWarning(warning);
  });
};

/** Whether a graph uses tensors, itself or in documents that it runs; copying frames from one file to another needs no backend. */
const holdsTensors = ({ nodes }: Graph): boolean =>
  nodes.some(
    ({ operator }) =>
      operator.documents !== undefined ||
      [...Object.values(operator.in), ...Object.values(operator.out)].some(({ kind }) => kind.tensors),
  );
