import { spawn } from 'node:child_process';
import { load, readCascade } from '../dsl/index.js';
import { operators } from '../operators/index.js';
import type { Gang } from '../operators/tensor/members/gang.js';
import { readGang } from '../operators/tensor/members/read-gang.js';
import { run } from '../pipelines/api/run.js';
import { freePorts } from '../pipelines/cli/members/free-ports.js';
import type { Bench } from './bench.js';
import { cascadeFile } from './cascade-file.js';
import { median } from './matmul-rate.js';
import { trainingOf } from './measure-steps.js';

/** The variable that tells a process of this benchmark that it trains, alone or as the member that TF_CONFIG says. */
const TRAINS = 'HPDM_BENCH_MEMBERS';

/**
 * How much of their time do members compute? N members with one thread each make the steps that one process with one thread makes.
 * Arguments: cascade (ucf101-s), batch (2), batches per step (4), members (2), steps after a first one (1; 0: the first one alone, for steps that
 * take minutes), precision (float32).
 */
const members: Bench = {
  name: 'members',
  summary:
    'training steps of N members × 1 thread against one process × 1 thread; args: CASCADE BATCH ACCUMULATE MEMBERS STEPS PRECISION',
  smoke: ['mnist-small', '2', '2', '2', '1'],
  run: async (args) => {
    const [cascade = 'ucf101-s', batch = '2', accumulate = '4', count = '2', steps = '1', precision = 'float32'] = args;
    if (process.env[TRAINS] !== undefined) return train(cascade, { batch, accumulate, steps, precision });
    console.log(`${cascade}, ${accumulate} × ${batch} clips a step, ${precision}, one thread for each process`);
    const alone = await seconds(args, 1);
    console.log(`1 process    ${alone.toFixed(2)} s a step`);
    const together = await seconds(args, Number(count));
    const efficiency = alone / together / Number(count);
    console.log(`${count} members    ${together.toFixed(2)} s a step: efficiency ${(100 * efficiency).toFixed(1)} %`);
  },
};

export default members;

interface Training {
  readonly batch: string;
  readonly accumulate: string;
  readonly steps: string;
  readonly precision: string;
}

/** Train in this process, and print the median seconds of the steps; the leader alone does, if there are members. */
async function train(name: string, { batch, accumulate, steps, precision }: Training): Promise<void> {
  const cascade = readCascade(cascadeFile(name));
  const gang: Gang | undefined = readGang(process.env);
  const share = gang === undefined ? undefined : { index: gang.rank, of: gang.addresses.length };
  const values = { cascade, batch: Number(batch), accumulate: Number(accumulate), steps: Number(steps) + 1, precision };
  const graph = await load(trainingOf(cascade), values, operators, {}, {}, share);
  const ends = [0];
  await run(graph, {
    backend: 'tensorflow',
    gang,
    onEvent: (event) => {
      if (event.type === 'metric') ends.push(event.values['seconds'] ?? NaN);
    },
  });
  if (gang === undefined || gang.rank === 0) {
    const each = ends.slice(1).map((end, i) => end - (ends[i] ?? NaN));
    console.log(median(each.length === 1 ? each : each.slice(1)));
  }
}

/** The median seconds of a step of so many processes. */
async function seconds(args: readonly string[], count: number): Promise<number> {
  const addresses = (await freePorts(count)).map((port) => `127.0.0.1:${port}`);
  const own = [...process.execArgv, ...process.argv.slice(1, 3), ...args];
  const printed = await Promise.all(
    addresses.map((_, index) => {
      const cluster = { cluster: { worker: addresses }, task: { type: 'worker', index } };
      const gang = count === 1 ? {} : { TF_CONFIG: JSON.stringify(cluster) };
      const env = { ...process.env, [TRAINS]: '1', TF_NUM_INTRAOP_THREADS: '1', TF_CPP_MIN_LOG_LEVEL: '3', ...gang };
      const child = spawn(process.execPath, own, { env, stdio: ['ignore', 'pipe', 'inherit'] });
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
      return new Promise<string>((end, fail) => {
        child.once('error', fail);
        child.once('close', (code) => (code === 0 ? end(text) : fail(new Error(`a process ended with ${code}`))));
      });
    }),
  );
  return Number(printed[0]);
}
