import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
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
import { cascadeFile } from './cascade-file.js';
import { median } from './matmul-rate.js';

/** Steps that are not counted: the first ones load kernels, and wait for the first clips. */
const SKIPPED = 4;
/** Clips that ffmpeg makes at most, if none are given. */
const MADE = 64;
/** Epochs from files and from the cache in turn, because other work on the machine comes and goes. */
const ROUNDS = 3;

/** What does data cost a training step? Arguments: cascade (mnist), batch (32), steps (12), batches (200), folder of mp4 files (made). */
const data: Bench = {
  name: 'data',
  summary: 'training steps from mp4 files and from the cache of clips; args: CASCADE BATCH STEPS BATCHES FOLDER',
  smoke: ['mnist', '2', '1', '4'],
  run: async ([name = 'mnist', batch = '32', steps = '12', batches = '200', given]) => {
    const folder = mkdtempSync(join(tmpdir(), 'hpdm-bench-'));
    try {
      await selectBackend();
      const run = { folder, file: cascadeFile(name), size: Number(batch), steps: Number(steps) };
      const files = run.size * (run.steps + SKIPPED);
      const made = given ?? (await makeClips(join(folder, 'made'), Math.min(MADE, files)));
      copyClips(made, join(folder, 'clips'), files);
      const [first, later] = await inTurn(run);
      const { cutting, rss } = await measureCutting({ ...run, batches: Number(batches) });
      const share = (one: number): string => `${((100 * one) / later).toFixed(1)} % of a step`;
      console.log(
        `cascade ${name}, batch ${batch}; ${files} mp4 files ${given === undefined ? 'of 320×240 and 2 s' : `as in ${given}`}`,
      );
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
  ...{
    node: 'bench',
    seed: 0,
    first: 0,
    share: { index: 0, of: 1 },
    upstream: [],
    downstream: [],
    signal: new AbortController().signal,
  },
  ...{ warn: console.log, note: console.log, wrote: () => undefined, progress: () => undefined },
  ...{ metric: () => undefined, enough: () => undefined, body: () => ({}) },
  run: () => Promise.reject(new Error('nothing is run here')),
  runPart: () => Promise.reject(new Error('nothing is run here')),
  nodesOf: () => Promise.resolve([]),
};

async function makeClips(folder: string, count: number): Promise<string> {
  mkdirSync(folder);
  for (let i = 0; i < count; i++) {
    const source = `testsrc2=s=320x240:r=25:d=2,hue=h=${(i * 37) % 360}`;
    const args = ['-v', 'error', '-f', 'lavfi', '-i', source, '-pix_fmt', 'yuv420p', join(folder, `${i}.mp4`)];
    await (await startFfmpeg(args, {})).finish();
  }
  return folder;
}

/** As many clips as are needed: copies, which are decoded like others because they are other files. */
function copyClips(from: string, to: string, count: number): void {
  const names = readdirSync(from).filter((name) => name.endsWith('.mp4'));
  if (names.length === 0) throw new Error(`${from} has no mp4 files`);
  mkdirSync(to);
  for (let i = 0; i < count; i++) copyFileSync(join(from, names[i % names.length] ?? ''), join(to, `${i}.mp4`));
}

interface Training {
  readonly folder: string;
  /** The cascade. */
  readonly file: string;
  /** Clips of a batch. */
  readonly size: number;
  readonly steps: number;
}

/** Mean seconds of a step of an epoch that decodes, and of one from the cache, each the mean of epochs that took turns. */
async function inTurn(run: Training): Promise<[number, number]> {
  let [first, later] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    rmSync(join(run.folder, 'cache'), { recursive: true, force: true });
    const [decoding, cached] = [await secondsPerStep(run), await secondsPerStep(run)];
    console.log(
      `round ${round + 1}        ${decoding.toFixed(3)} s a step with decoding, ${cached.toFixed(3)} s from the cache`,
    );
    first += decoding / ROUNDS;
    later += cached / ROUNDS;
  }
  return [first, later];
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
