import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tf } from '../../operators/tensor/tf.js';
import { load, run, type RunEvent } from '../../dsl/index.js';
import { decoder } from '../../operators/clips/decoder.js';
import { operators } from '../../operators/index.js';
import { selectBackend } from '../../operators/tensor/select-backend.js';
import { builtIn } from '../../pipelines/built-in.js';
import { greyPng, makeVideo } from '../operators/clips/media-files.js';
import { TINY } from './cli/command-line.js';

/** What a long run in one process did to its memory. */
export interface Footprint {
  /** Tensors alive at the end that were not at the start. */
  readonly tensors: number;
  /** Resident memory after each tenth step, MB. */
  readonly residentMegabytes: readonly number[];
}

/** Resident memory of another process, MB; NaN where there is none. Linux tells it. */
function residentOf(pid: number | undefined): number {
  if (pid === undefined) return NaN;
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000;
}

/**
 * Train a tiny cascade on videos and a still, in this process, with a cache that holds not quite all of them, so that clips are decoded until
 * the end.
 *
 * @returns resident memory after each hundredth step, MB: of this process, and of the one that decodes
 */
export async function trainOnClips(
  steps: number,
): Promise<{ readonly training: number[]; readonly decoding: number[] }> {
  await selectBackend();
  const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
  const cascade = join(folder, 'cascade.yaml');
  writeFileSync(cascade, TINY);
  mkdirSync(join(folder, 'clips'));
  for (let i = 0; i < 8; i++) {
    await makeVideo(join(folder, 'clips', `${i}.mp4`), `testsrc2=s=96x64:r=25:d=${1 + i / 4},hue=h=${45 * i}`, [
      '-pix_fmt',
      'yuv420p',
    ]);
  }
  writeFileSync(join(folder, 'clips', 'still.png'), await greyPng(90, 96, 64));
  const [training, decoding]: [number[], number[]] = [[], []];
  const onEvent = (event: RunEvent): void => {
    if (event.type !== 'metric' || (event.values['step'] ?? 1) % 100 !== 0) return;
    training.push(process.memoryUsage().rss / 1e6);
    decoding.push(residentOf(decoder.pid));
  };
  try {
    const [data, cache, out] = ['clips', 'cache', 'model'].map((name) => join(folder, name));
    const settings = { data, cache, out, cascade, steps, batch: 2, preview: 0, images: 0.2, cacheLimit: '1200KiB' };
    await run(await load(builtIn('train-data.yaml'), settings, operators), { onEvent });
    return { training, decoding };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Train, then sample three times, in this process. */
export async function trainAndSample(cascade: string | undefined, steps: number, batch: number): Promise<Footprint> {
  await selectBackend();
  const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
  const given: { cascade?: string } = {};
  if (cascade !== undefined) {
    writeFileSync(join(folder, 'cascade.yaml'), cascade);
    given.cascade = join(folder, 'cascade.yaml');
  }
  const residentMegabytes: number[] = [];
  const onEvent = (event: RunEvent): void => {
    if (event.type === 'metric' && (event.values['step'] ?? 1) % 10 === 0)
      residentMegabytes.push(process.memoryUsage().rss / 1e6);
  };
  try {
    const before = tf.memory().numTensors;
    const out = join(folder, 'model');
    const training = { ...given, steps, left: steps, every: steps, batch, out };
    await run(await load(builtIn('train.yaml'), training, operators), { onEvent });
    for (let seed = 0; seed < 3; seed++) {
      const [video, sheet] = [join(folder, `${seed}.mp4`), join(folder, `${seed}.png`)];
      const sampling = { ...given, checkpoint: out, count: 2, seed, out: video, sheet };
      await run(await load(builtIn('sample.yaml'), sampling, operators), { seed });
    }
    return { tensors: tf.memory().numTensors - before, residentMegabytes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
