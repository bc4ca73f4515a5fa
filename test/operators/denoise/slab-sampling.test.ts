import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { Body, Cascade } from '../../../dsl/index.js';
import { FinishedParts } from '../../../operators/denoise/finished-parts.js';
import { denoiseSolve } from '../../../operators/denoise/solve.js';
import { SlabSampling } from '../../../operators/denoise/slab-sampling.js';
import { framesOf, pacesOf } from '../../../operators/tiles/pace.js';
import { levelSigmas } from '../../../operators/diffusion/level-sigmas.js';
import type { Slab } from '../../../operators/tiles/slab.js';
import { unitNoise } from '../../../operators/diffusion/unit-noise.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { testContext } from '../../context.js';
import { mixedError } from '../../gradients.js';

/** A level of 16 frames in tiles of 2. */
const levelOf = (overlap: number): Cascade =>
  smallCascade({
    levels: [{ size: [2, 4, 4] }, { size: [16, 4, 4], steps: 2, sampler: 'euler', overlap: [overlap, 0, 0] }],
  });

const noiseOf = (frame: number, frames: number): tf.Tensor5D =>
  unitNoise([1, frames, 4, 4, 2], { seed: 0, purpose: 'canvas', level: 1, frame });

/** Looks at every frame by itself, so that tiles make no difference, and counts its calls. */
function counting(fails = Infinity) {
  const parts: number[] = [];
  const body: Body = ({ canvas, part }) => {
    parts.push(part as number);
    if (parts.length > fails) throw new Error('no more');
    return { denoised: tf.mul(tf.tanh(canvas as tf.Tensor5D), 0.5) };
  };
  return { parts, body };
}

function sampling(cascade: Cascade, body: Body): SlabSampling {
  const { signal } = new AbortController();
  return new SlabSampling(
    {
      cascade,
      level: 1,
      sigmas: levelSigmas(cascade, 1),
      seed: 0,
      body,
      signal,
      kept: new FinishedParts('', 1),
      stepped: () => undefined,
    },
    ONE,
  );
}

const ONE = { first: 0, count: 1, of: 1, from: 0 };

const slabOf = (number: number): Slab => ({ number, level: 1, isLast: false, videos: ONE });

/** What a slab of the level gets. */
function inputsOf(cascade: Cascade, number: number) {
  const [from, to] = framesOf(cascade, 1, pacesOf(cascade, 1)[number]?.[1]?.begun ?? [0, 0]);
  return { canvas: noiseOf(from, to - from) };
}

onTensorflow('slabs of a level', () => {
  test.each([0, 0.5])('are the frames of the whole level, and no tensor stays behind (overlap %d)', async (overlap) => {
    const cascade = levelOf(overlap);
    const { body, parts } = counting();
    const canvas = noiseOf(0, 16);
    const solving = await denoiseSolve.open(
      { cascade, level: 1, strength: 1, seed: -1, keep: '' },
      testContext({ body: counting().body }),
    );
    const given = { canvas, condition: undefined, start: undefined, coarser: undefined, slab: undefined };
    const { video: whole } = await solving.next(given, 0);
    const before = tf.memory().numTensors;
    const slabs = sampling({ ...cascade }, body);
    const all: number[] = [];
    for (let number = 0; number < pacesOf(cascade, 1).length; number++) {
      const inputs = inputsOf(cascade, number);
      const video = await slabs.next(slabOf(number), inputs);
      all.push(...video.dataSync());
      tf.dispose([video, inputs.canvas]);
    }
    await slabs.close(undefined);
    expect(tf.memory().numTensors).toBe(before);
    expect(mixedError(all, whole.dataSync())).toBeLessThan(1e-5);
    expect(new Set(parts).size).toBe(pacesOf(cascade, 1).length);
  });

  test('a tile goes through the network once for every estimate, the first slab before the last', async () => {
    const cascade = levelOf(0);
    const { body, parts } = counting();
    const slabs = sampling(cascade, body);
    const inputs = inputsOf(cascade, 0);
    const video = await slabs.next(slabOf(0), inputs);
    expect(parts).toEqual([0, 0]);
    await slabs.close(undefined);
    tf.dispose([video, inputs.canvas]);
  });

  test('a body that fails ends the slab, and nothing stays behind', async () => {
    const cascade = levelOf(0.5);
    const before = tf.memory().numTensors;
    const slabs = sampling(cascade, counting(2).body);
    const inputs = inputsOf(cascade, 0);
    await expect(slabs.next(slabOf(0), inputs)).rejects.toThrow('no more');
    await slabs.close(new Error('no more'));
    tf.dispose(inputs.canvas);
    expect(tf.memory().numTensors).toBe(before);
  });
});
