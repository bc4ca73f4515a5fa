import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { load, run, type RunEvent } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { selectBackend } from '../../operators/tensor/select-backend.js';
import { builtIn } from '../../pipelines/built-in.js';

/** What a long run in one process did to its memory. */
export interface Footprint {
  /** Tensors alive at the end that were not at the start. */
  readonly tensors: number;
  /** Resident memory after each tenth step, MB. */
  readonly residentMegabytes: readonly number[];
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
