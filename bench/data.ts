import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, readCascade, run, type Context } from '../dsl/index.js';
import { readFolder } from '../operators/clips/read-folder.js';
import { dataPatches } from '../operators/data/patches.js';
import { dataRepeat } from '../operators/data/repeat.js';
import { startFfmpeg } from '../operators/ffmpeg/ffmpeg.js';
import { operators } from '../operators/index.js';
import { selectBackend } from '../operators/tensor/select-backend.js';
import { builtIn } from '../pipelines/built-in.js';
import type { Bench } from './bench.js';
import { median } from './matmul-rate.js';

/** Steps that are not counted: the first ones load kernels, and wait for the first clips. */
const SKIPPED = 4;
/** Clips that ffmpeg makes; further ones are copies, which are decoded like others because they are other files. */
const MADE = 64;

/** What does data cost a training step? Arguments: cascade (mnist), batch (32), steps (12), batches (200). */
const data: Bench = {
  name: 'data',
  summary: 'training steps from mp4 files and from the cache of clips; args: CASCADE BATCH STEPS BATCHES',
  run: async ([name = 'mnist', batch = '32', steps = '12', batches = '200']) => {
    const folder = mkdtempSync(join(tmpdir(), 'hpdm-bench-'));
    try {
      await selectBackend();
      const run = { folder, file: builtIn(`cascades/${name}.yaml`), size: Number(batch), steps: Number(steps) };
      const files = run.size * (run.steps + SKIPPED);
      await makeClips(join(folder, 'clips'), files);
      const first = await secondsPerStep(run);
      const later = await secondsPerStep(run);
      const { cutting, rss } = await measureCutting({ ...run, batches: Number(batches) });
      const share = (one: number): string => `${((100 * one) / later).toFixed(1)} % of a step`;
      console.log(`cascade ${name}, batch ${batch}; ${files} mp4 files of 320×240 and 2 s`);
      console.log(
        `step           ${later.toFixed(3)} s from the cache, where a batch takes ${(1000 * cutting).toFixed(1)} ms: ${share(cutting)}`,
      );
      console.log(`first epoch    ${first.toFixed(3)} s a step, with decoding: ${share(first - later)} more`);
      console.log(`RSS            ${rss.map((bytes) => `${(bytes / 1e6).toFixed(0)} MB`).join(', ')} (every quarter)`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

export default data;

/** What an operator is told when it is driven by hand. */
const CONTEXT: Context = {
  ...{ node: 'bench', seed: 0, first: 0, upstream: [], signal: new AbortController().signal },
  ...{ warn: console.log, note: console.log, wrote: () => undefined, progress: () => undefined },
  ...{ metric: () => undefined, enough: () => undefined, body: () => ({}) },
  run: () => Promise.reject(new Error('nothing is run here')),
  runPart: () => Promise.reject(new Error('nothing is run here')),
};

async function makeClips(folder: string, count: number): Promise<void> {
  mkdirSync(folder);
  for (let i = 0; i < count; i++) {
    const file = join(folder, `${i}.mp4`);
    if (i >= MADE) copyFileSync(join(folder, `${i % MADE}.mp4`), file);
    else {
      const source = `testsrc2=s=320x240:r=25:d=2,hue=h=${(i * 37) % 360}`;
      const args = ['-v', 'error', '-f', 'lavfi', '-i', source, '-pix_fmt', 'yuv420p', file];
      await (await startFfmpeg(args, {})).finish();
    }
  }
}

interface Training {
  readonly folder: string;
  /** The cascade. */
  readonly file: string;
  /** Clips of a batch. */
  readonly size: number;
  readonly steps: number;
}

/** Mean seconds of a step of `train-data.yaml` in one epoch: the first call decodes, a second one finds all clips in the cache. */
async function secondsPerStep({ folder, file, size, steps }: Training): Promise<number> {
  const own = { data: join(folder, 'clips'), cache: join(folder, 'cache'), out: join(folder, 'out') };
  const values = { cascade: file, batch: size, steps: steps + SKIPPED, preview: 0, overwrite: true, ...own };
  const times = [performance.now()];
  await run(await load(builtIn('train-data.yaml'), values, operators), {
    onEvent: (event) => {
      if (event.type === 'metric') times.push(performance.now());
    },
  });
  return ((times.at(-1) ?? NaN) - (times[SKIPPED] ?? NaN)) / 1000 / steps;
}

/** Median seconds to make a batch of decoded clips, and the memory of the process meanwhile. */
async function measureCutting({ folder, file, size, batches }: Training & { readonly batches: number }) {
  const clips = dataRepeat.run({ clips: await readFolder(join(folder, 'clips')) }, { epochs: 0 }).clips;
  const defaults = Object.fromEntries(
    Object.entries(dataPatches.with).map(([name, { default: value }]) => [name, value]),
  );
  const settings = { ...defaults, cascade: readCascade(file), cache: join(folder, 'cache') };
  const stage = await dataPatches.open(settings as Parameters<typeof dataPatches.open>[0], CONTEXT);
  const times: number[] = [];
  const rss: number[] = [];
  for (let number = 0; number < batches; number++) {
    const started = performance.now();
    const { patches } = await stage.next({ batch: { clips, first: number * size, size } }, number);
    for (const patch of patches) patch.dispose();
    times.push((performance.now() - started) / 1000);
    if ((number + 1) % Math.ceil(batches / 4) === 0) rss.push(process.memoryUsage().rss);
  }
  return { cutting: median(times), rss };
}
