import { expect, test } from '@jest/globals';
import { builtIn } from '../../pipelines/built-in.js';
import { readCascade } from '../../pipelines/api/read-cascade.js';
import type { Cascade } from '../../dsl/index.js';
import { cascadeOf } from '../../dsl/cascade/read-cascade.js';
import { writtenSource } from '../../dsl/document/read-source.js';
import { onTensorflow } from '../backends.js';
import { hasBf16 } from '../bf16.js';
import { psnr, sampleRandom } from './bf16-sampling.js';

/** A cascade with a few steps per level. */
const quick = (cascade: Cascade): Cascade => ({
  ...cascade,
  levels: cascade.levels.map((level, i) => ({ ...level, steps: 6 - 2 * i })),
});

/** The network and the tiles of `mnist`, but fewer of them: 1, 3 and 9. */
const mnistShaped = (): Cascade =>
  quick(
    cascadeOf(
      writtenSource({
        extends: builtIn('cascades/mnist.yaml'),
        levels: { 1: { size: [4, 32, 16] }, 2: { size: [4, 32, 32] } },
      }),
    ),
  );

/** The network of `ucf101-s`, and its levels, an eighth as wide. */
function ucfShaped(): Cascade {
  const whole = readCascade(builtIn('cascades/ucf101-s.yaml'));
  const patch = [2, 8, 8] as const;
  const levels = whole.levels.map((level) => ({
    ...level,
    size: level.size.map((side) => side / 8) as [number, number, number],
  }));
  const network = { ...whole.network, width: 128, latents: 96, latentWidth: 32 };
  return quick({ ...whole, patch, levels, network });
}

onTensorflow('sampling in bfloat16', () => {
  const tested = hasBf16 ? test : test.skip;

  tested.each([
    ['mnist', mnistShaped],
    ['ucf101-s', ucfShaped],
  ])('with random weights in the shape of %s is that in float32, but for 40 dB', async (_, cascade) => {
    const exact = await sampleRandom(cascade(), 'float32');
    const found = psnr(await sampleRandom(cascade(), 'bf16'), exact);
    expect(found).toBeGreaterThan(40);
    expect(found).toBeLessThan(90);
  });

  tested('is the same, bit for bit, however many tiles go through the network together', async () => {
    const cascade = mnistShaped();
    const together = await sampleRandom(cascade, 'bf16', { count: 2 });
    expect(await sampleRandom(cascade, 'bf16', { count: 2, batch: 3 })).toEqual(together);
    const alone = await sampleRandom(cascade, 'bf16');
    expect(together.slice(0, alone.length)).toEqual(alone);
  });
});
