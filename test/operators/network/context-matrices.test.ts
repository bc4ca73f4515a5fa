import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { Size } from '../../../dsl/index.js';
import { contextMatrices } from '../../../operators/network/context-matrices.js';
import { relativeOrigins } from '../../../operators/network/origin.js';
import { resample } from '../../../operators/tensor/resample.js';
import { onEveryBackend } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError } from '../../gradients.js';
import { readReference } from '../../reference.js';

const reference = await readReference('grid-sample-3d');

/** The reference's parents of 4×6×5 tokens, as patches of levels 8, 2 and 1 times coarser than the last. */
const cascade = smallCascade({
  patch: [16, 12, 20],
  levels: [{ size: [16, 12, 20] }, { size: [64, 48, 80] }, { size: [128, 48, 80] }, { size: [128, 96, 160] }],
  network: { token: [4, 2, 4] },
});
const LAST = 3;

onEveryBackend("a child's context", () => {
  test.each([
    ['the parent itself', 0, 3],
    ['its far corner', 1, 1],
    ['its near corner', 2, 1],
    ['an eighth of it, anywhere', 4, 0],
    ['its centre', 5, 1],
    ['all frames, a quarter of the picture', 6, 2],
  ])('%s is sampled where torch samples it', (_, child, parent) => {
    const parents: Size[] = [
      [0, 0, 0],
      [8, 16, 4],
    ];
    const children = parents.map((from, sample) =>
      ([0, 1, 2] as const).map((axis) => {
        const offset = reference.values('offset')[(child * parents.length + sample) * 3 + axis] ?? NaN;
        return from[axis] + offset * cascade.patch[axis] * (cascade.levels[parent]?.factor[axis] ?? NaN);
      }),
    ) as unknown as Size[];
    const volume = tf.transpose<tf.Tensor5D>(reference.tensor<tf.Tensor5D>('volume'), [0, 2, 3, 4, 1]);
    const sampled = resample(volume, contextMatrices(cascade, LAST, children, parent, parents));
    const expected = tf.slice(reference.tensor<tf.Tensor<tf.Rank.R6>>('same.output'), [child], [1]);
    const found = tf.transpose(sampled, [0, 4, 1, 2, 3]).dataSync();
    expect(mixedError(found, expected.dataSync())).toBeLessThan(1e-5);
  });

  test('δ is the origin as a fraction of the whole video', () => {
    expect(relativeOrigins(cascade, [[32, 24, 160]])).toEqual([[0.25, 0.25, 1]]);
  });
});
