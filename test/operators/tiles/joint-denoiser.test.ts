import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { StitchWindow } from '../../../dsl/index.js';
import { JointDenoiser } from '../../../operators/tiles/joint-denoiser.js';
import { stitchTiles } from '../../../operators/tiles/stitch-tiles.js';
import { cutTiles } from '../../../operators/tiles/cut-tiles.js';
import { onTensorflow } from '../../backends.js';
import { mixedError, normal } from '../../gradients.js';

const [TILE, LENGTH] = [4, 13];

/** A tile's estimate, which depends on all of its frames. */
const estimateOf = (canvas: tf.Tensor5D, sigma: number): tf.Tensor5D =>
  tf.tidy(() => tf.add(tf.mul(canvas, sigma), tf.mean(canvas, 1, true)));

/** Two steps of a canvas, as a whole. */
function whole(canvas: tf.Tensor5D, starts: readonly number[], window: StitchWindow): tf.Tensor5D {
  const tiling = [starts, [0], [0]] as const;
  const step = (x: tf.Tensor5D, sigma: number): tf.Tensor5D => {
    const tiles = cutTiles(x, tiling, [TILE, 2, 3]);
    return stitchTiles(estimateOf(tiles, sigma), tiling, [LENGTH, 2, 3], window);
  };
  return step(step(canvas, 0.5), 0.25);
}

/** The same, slab by slab, each of which goes its own way. */
async function inSlabs(canvas: tf.Tensor5D, starts: readonly number[], window: StitchWindow): Promise<tf.Tensor5D> {
  const along = { starts, tile: TILE, length: LENGTH, window };
  const joint = new JointDenoiser(along, (_, canvas, sigma, step) => {
    expect(sigma).toBe(0.5 ** (step + 1));
    return Promise.resolve(estimateOf(canvas, sigma));
  });
  const slabs = starts.map(async (start, slab) => {
    const x = tf.slice(canvas, [0, start, 0, 0, 0], [-1, (starts[slab + 1] ?? LENGTH) - start, -1, -1, -1]);
    return joint.sample(slab, async (denoise) => {
      const half = await denoise(x, 0.5, 0);
      const end = await denoise(half, 0.25, 1);
      tf.dispose([x, half]);
      return end;
    });
  });
  const done: tf.Tensor5D[] = [];
  for (const slab of slabs) done.push(await joint.until(slab));
  const joined = tf.concat(done, 1);
  tf.dispose(done);
  return joined;
}

onTensorflow('slabs that wait for each other', () => {
  test.each<[string, number[], StitchWindow]>([
    ['tiles that share a frame', [0, 3, 6, 9], 'uniform'],
    ['tiles that share most of their frames', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 'hann'],
    ['a last tile that is moved back', [0, 4, 8, 9], 'linear'],
  ])('have the estimates of the whole canvas: %s', async (_, starts, window) => {
    const canvas = normal<tf.Tensor5D>('canvas', [2, LENGTH, 2, 3, 1]);
    const before = tf.memory().numTensors;
    const found = await inSlabs(canvas, starts, window);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(mixedError(found.dataSync(), whole(canvas, starts, window).dataSync())).toBeLessThan(1e-5);
  });

  test('fail together, also those that ask later', async () => {
    const joint = new JointDenoiser(along, () => Promise.reject(new Error('no')));
    const slabs = [0, 1].map((slab) => estimateIn(joint, slab));
    const ends = Promise.allSettled(slabs);
    await expect(joint.until(slabs[0] as Promise<tf.Tensor5D>)).rejects.toThrow('no');
    joint.fail(new Error('no'));
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(estimateIn(joint, 0)).rejects.toThrow('no');
  });

  test('that wait for one that is not sampled are told so, and do not wait for ever', async () => {
    const joint = new JointDenoiser(along, (_, canvas, sigma) => Promise.resolve(estimateOf(canvas, sigma)));
    const lone = estimateIn(joint, 0);
    await expect(joint.until(lone)).rejects.toThrow(
      'no tile can go on: slabs 0 wait for tiles that also lie over slabs 1',
    );
    joint.fail(new Error('over'));
    await expect(lone).rejects.toThrow('over');
  });

  test('are waited for while one is busy with something else', async () => {
    const joint = new JointDenoiser(along, (_, canvas, sigma) => Promise.resolve(estimateOf(canvas, sigma)));
    let [begin, asked] = [(): void => undefined, false];
    const busy = joint.sample(1, async (denoise) => {
      await new Promise<void>((resume) => (begin = resume));
      asked = true;
      return denoise(frames(1), 1, 0);
    });
    const first = estimateIn(joint, 0);
    setImmediate(() => setImmediate(() => begin()));
    await joint.until(first);
    await joint.until(busy);
    expect(asked).toBe(true);
  });
});

/** Tiles of 4 frames over 2 and over 4 of a video of 6. */
const along = { starts: [0, 2], tile: 4, length: 6, window: 'uniform' } as const;

const frames = (slab: number): tf.Tensor5D => tf.zeros([1, slab === 0 ? 2 : 4, 1, 1, 1]);

/** One estimate of a slab. */
const estimateIn = (joint: JointDenoiser, slab: number): Promise<tf.Tensor5D> =>
  joint.sample(slab, (denoise) => denoise(frames(slab), 1, 0));
