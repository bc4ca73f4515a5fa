import { HpdmError } from '../dsl/index.js';
import type { Bench } from './bench.js';

/** Every benchmark by name; a benchmark is loaded only when it is chosen. */
const BENCHES: Readonly<Record<string, () => Promise<{ readonly default: Bench }>>> = {
  data: () => import('./data.js'),
  efficiency: () => import('./efficiency.js'),
  'fine-tune': () => import('./fine-tune.js'),
  gaussian: () => import('./gaussian.js'),
  gpu: () => import('./gpu.js'),
  graph: () => import('./graph.js'),
  learn: () => import('./learn.js'),
  members: () => import('./members.js'),
  memory: () => import('./memory.js'),
  precision: () => import('./precision.js'),
  random: () => import('./random.js'),
  sample: () => import('./sample.js'),
  seams: () => import('./seams.js'),
  slabs: () => import('./slabs.js'),
  transcode: () => import('./transcode.js'),
  'train-step': () => import('./train-step.js'),
};

const [name, ...args] = process.argv.slice(2);
const chosen = name === undefined ? undefined : BENCHES[name];
if (chosen === undefined) {
  for (const load of Object.values(BENCHES)) {
    const { name, summary } = (await load()).default;
    console.log(`${name.padEnd(12)} ${summary}`);
  }
  console.log('\nnpm run bench -- NAME, or NAME --smoke to see that it runs');
  process.exitCode = name === undefined ? 0 : 2;
} else {
  const bench = (await chosen()).default;
  try {
    const given = args[0] === '--smoke' ? bench.smoke : args;
    if (given === undefined)
      throw new RangeError(`${bench.name} needs a trained checkpoint: npm run bench -- ${bench.name} CHECKPOINT`);
    await bench.run(given);
  } catch (error) {
    if (!(error instanceof HpdmError)) throw error;
    console.error(error.message); // of what was given, not of the program
    process.exitCode = 2;
  }
}
