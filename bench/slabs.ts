import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, type PipelineDocument } from '../dsl/index.js';
import { planOf } from '../pipelines/plan/plan.js';
import { operators } from '../operators/index.js';
import { run } from '../pipelines/api/run.js';
import { builtIn } from '../pipelines/built-in.js';
import type { Bench } from './bench.js';
import { untrained } from './untrained.js';

const LENGTHS = [16, 64, 256, 1024];

/** What a sampling took. */
interface Taken {
  readonly megabytes: number;
  /** What the plan says that tensors and the process take. */
  readonly planned: number;
  /** Seconds to the first frame at ffmpeg, and to the end. */
  readonly first: number;
  readonly all: number;
}

/** Do memory and the time to the first frame stay the same for longer videos? Each length has a process of its own, with the flags of `hpdm`. */
const slabs: Bench = {
  name: 'slabs',
  summary: 'sampling 16, 64, 256 and 1,024 frames of 128×128: peak memory, and the time to the first frame at ffmpeg',
  smoke: ['16'],
  run: async ([length]) => {
    if (length !== undefined) {
      console.log(JSON.stringify(await sample(Number(length))));
      return;
    }
    const all = LENGTHS.map((frames) => {
      const taken = inProcess(frames);
      console.log(
        `${frames} frames: peak ${taken.megabytes.toFixed(0)} MB resident, ${taken.planned.toFixed(0)} planned, first frame after ${taken.first.toFixed(1)} s of ${taken.all.toFixed(1)} s`,
      );
      return taken;
    });
    for (const key of ['megabytes', 'first'] as const) {
      const values = all.map((taken) => taken[key]);
      const spread = (100 * (Math.max(...values) - Math.min(...values))) / Math.min(...values);
      console.log(`${key}: the largest is ${spread.toFixed(1)} % above the smallest`);
    }
  },
};
export default slabs;

function inProcess(frames: number): Taken {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--max-semi-space-size=2', ...process.execArgv, ...process.argv.slice(1, 3), `${frames}`],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Taken;
}

/** Three levels and a small network; the cost of a step does not depend on what the weights are. */
const CASCADE = {
  cascade: 1,
  patch: [4, 32, 32],
  levels: [
    { size: [4, 32, 32], steps: 2, sampler: 'euler' },
    { size: [8, 64, 64], steps: 2, overlap: [0, 0, 0] },
    { size: [16, 128, 128], steps: 2, overlap: [0, 0, 0] },
  ],
  network: { token: [2, 8, 8], width: 32, latents: 8, heads: 2, blocks: 2, layers: 1, levelsPerBlock: [2, 3] },
};

const SAMPLING = {
  hpdm: 1,
  extends: builtIn('sample.yaml'),
  nodes: { model: { op: untrained.id, with: { cascade: '${cascade}', checkpoint: null, precision: null } } },
} as unknown as PipelineDocument;

async function sample(frames: number): Promise<Taken> {
  const folder = mkdtempSync(join(tmpdir(), 'hpdm-bench-'));
  try {
    const outputs = { out: join(folder, 'out.mp4'), sheet: join(folder, 'out.png') };
    const given = { cascade: { ...CASCADE, frames }, count: 1, scale: 1, ...outputs };
    const graph = await load(SAMPLING, given, { ...operators, [untrained.id]: untrained });
    let [start, first] = [NaN, NaN];
    await run(graph, {
      onEvent: (event) => {
        if (event.type === 'started') start = performance.now();
        if (event.type === 'progress' && event.node === 'file' && Number.isNaN(first)) first = performance.now();
      },
    });
    const seconds = (end: number): number => (end - start) / 1000;
    const megabytes = process.resourceUsage().maxRSS / 1024;
    const { bytes, processBytes } = planOf(graph);
    const planned = (bytes + processBytes) / 2 ** 20;
    return { megabytes, planned, first: seconds(first), all: seconds(performance.now()) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
