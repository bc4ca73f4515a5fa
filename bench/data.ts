import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCascade, type Context } from '../dsl/index.js';
import { clipParameters } from '../operators/clips/clip-settings.js';
import { readFolder } from '../operators/clips/read-folder.js';
import { dataPatches } from '../operators/data/patches.js';
import { dataRepeat } from '../operators/data/repeat.js';
import { startFfmpeg } from '../operators/ffmpeg/ffmpeg.js';
import { selectBackend } from '../operators/tensor/select-backend.js';
import type { Clips } from '../operators/values/clips.js';
import { builtIn } from '../pipelines/built-in.js';
import type { Bench } from './bench.js';
import { median } from './matmul-rate.js';
import { measureSteps } from './measure-steps.js';

/** What does data cost a training step? Arguments: cascade (mnist), batch (32), mp4 files (64), batches (200). */
const data: Bench = {
  name: 'data',
  summary: 'decoding and cutting of clips beside a training step; args: CASCADE BATCH CLIPS BATCHES',
  run: async ([name = 'mnist', batch = '32', count = '64', batches = '200']) => {
    const folder = mkdtempSync(join(tmpdir(), 'hpdm-bench-'));
    try {
      await selectBackend();
      const cascade = builtIn(`cascades/${name}.yaml`);
      await makeClips(folder, Number(count));
      const clips = dataRepeat.run({ clips: await readFolder(folder) }, { epochs: 0 }).clips;
      const { decoding, cutting, rss } = await measureData(folder, clips, {
        ...{ file: cascade, size: Number(batch) },
        ...{ files: Number(count), batches: Number(batches) },
      });
      const { seconds } = await measureSteps(cascade, { batch: Number(batch), steps: 16, skipped: 6 });
      const share = (one: number): string => `${((100 * one) / seconds).toFixed(1)} % of a step`;
      console.log(`training step  ${seconds.toFixed(3)} s (cascade ${name}, batch ${batch})`);
      console.log(`from the cache ${(1000 * cutting).toFixed(1)} ms a batch: ${share(cutting)}`);
      console.log(
        `from mp4       ${decoding.toFixed(1)} s for ${count} files of 320×240 and 2 s, once, ${availableParallelism() - 1 || 1} at a time`,
      );
      for (const epochs of [1, 10, 100]) {
        const perBatch = (decoding * Number(batch)) / (Number(count) * epochs) + cutting;
        console.log(
          `  ${`${epochs}`.padStart(3)} epochs   ${(1000 * perBatch).toFixed(0)} ms a batch: ${share(perBatch)}`,
        );
      }
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
};

async function makeClips(folder: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const source = `testsrc2=s=320x240:r=25:d=2,hue=h=${(i * 37) % 360}`;
    const args = ['-v', 'error', '-f', 'lavfi', '-i', source, '-pix_fmt', 'yuv420p', join(folder, `${i}.mp4`)];
    await (await startFfmpeg(args, {})).finish();
  }
}

interface Measured {
  /** The cascade. */
  readonly file: string;
  /** Clips of a batch. */
  readonly size: number;
  readonly files: number;
  readonly batches: number;
}

/** Seconds to decode all clips, median seconds to make a batch of decoded ones, and the memory of the process meanwhile. */
async function measureData(folder: string, clips: Clips, { file, size, files, batches }: Measured) {
  const defaults = Object.fromEntries(
    Object.entries(clipParameters).map(([name, { default: value }]) => [name, value]),
  );
  const settings = { ...defaults, cascade: readCascade(file), cache: join(folder, '.cache') };
  const stage = await dataPatches.open(settings as Parameters<typeof dataPatches.open>[0], CONTEXT);
  const make = async (number: number): Promise<number> => {
    const started = performance.now();
    const { patches } = await stage.next({ batch: { clips, first: number * size, size } }, number);
    for (const patch of patches) patch.dispose();
    return (performance.now() - started) / 1000;
  };
  let decoding = 0;
  for (let number = 0; number < Math.ceil(files / size); number++) decoding += await make(number);
  const times: number[] = [];
  const rss: number[] = [];
  for (let number = 0; number < batches; number++) {
    times.push(await make(number));
    if ((number + 1) % Math.ceil(batches / 4) === 0) rss.push(process.memoryUsage().rss);
  }
  return { decoding, cutting: median(times), rss };
}
