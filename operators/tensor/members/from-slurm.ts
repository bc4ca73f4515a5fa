import { counted, HpdmError } from '../../../dsl/index.js';
import type { Environment, Gang } from './gang.js';
import { nodeNames } from './node-names.js';
import { tasksPerNode } from './tasks-per-node.js';

/** Ports of a job step where Slurm reserves none: those of the step's number, from this one on. */
const [FIRST_PORT, PORTS] = [20_000, 12_000];

/**
 * The members of a step of a Slurm job: a member per task that `srun` starts. A step without further tasks, or a script that `sbatch` runs,
 * has none.
 *
 * fails E_MEMBERS when the variables of the step are not complete
 * source https://slurm.schedmd.com/srun.html, "Output environment variables"
 */
export function fromSlurm(env: Environment): Gang | undefined {
  const count = Number(env['SLURM_STEP_NUM_TASKS'] ?? 1);
  if (!(count > 1)) return undefined;
  const needed = ['SLURM_JOB_ID', 'SLURM_STEP_ID', 'SLURM_PROCID', 'SLURM_STEP_NODELIST', 'SLURM_STEP_TASKS_PER_NODE'];
  const missing = needed.filter((name) => env[name] === undefined);
  if (missing.length > 0) throw incomplete(`${missing.join(', ')} missing`);
  const nodes = nodeNames(env['SLURM_STEP_NODELIST'] ?? '');
  const tasks = tasksPerNode(env['SLURM_STEP_TASKS_PER_NODE'] ?? '');
  const total = tasks.reduce((sum, one) => sum + one, 0);
  if (nodes.length !== tasks.length || total !== count) {
    throw incomplete(
      `${counted(nodes.length, 'node')}, ${tasks.length} of them with ${counted(total, 'task')}, SLURM_STEP_NUM_TASKS=${count}`,
    );
  }
  const first = firstPort(env);
  const addresses = nodes.flatMap((node, i) =>
    Array.from({ length: tasks[i] ?? 0 }, (_, task) => `${node}:${first + task}`),
  );
  return { rank: Number(env['SLURM_PROCID']), addresses, from: 'Slurm' };
}

/** The first port that Slurm reserved for the step (`srun --resv-ports`), else one that depends on the job and the step. */
function firstPort(env: Environment): number {
  const reserved = /^\d+/.exec(env['SLURM_STEP_RESV_PORTS'] ?? '');
  if (reserved !== null) return Number(reserved[0]);
  return FIRST_PORT + ((Number(env['SLURM_JOB_ID']) * 64 + Number(env['SLURM_STEP_ID']) * 1024) % PORTS);
}

const incomplete = (got: string): HpdmError =>
  new HpdmError({
    code: 'E_MEMBERS',
    expected: "the variables of a Slurm step, with a node for every task and tasks in blocks (srun's default)",
    got,
    try: 'srun --distribution=block hpdm train …',
  });
