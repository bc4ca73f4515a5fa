import { expect, test } from '@jest/globals';
import { allPieces } from '../../../dsl/index.js';
import { pieceByPiece } from '../../../operators/tensor/piece-by-piece.js';
import { tf } from '../../../operators/tensor/tf.js';
import { encodeAtOnce } from '../../../operators/tiles/encode-part.js';
import { activeIn, projectLevel } from '../../../operators/tiles/project-level.js';
import { tileCount, tilingOf } from '../../../operators/tiles/tiling.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { normal } from '../../gradients.js';
import { movedNetwork } from '../../network.js';

const cascade = smallCascade({ levels: [{ size: [2, 4, 4] }, { size: [4, 8, 8] }] });
const network = movedNetwork(cascade);
const videos = { first: 0, count: 1, of: 1, from: 0 };
const slab = { number: 1, level: 1, isLast: false, videos };

/** The context of the finished coarsest level of a video. */
const coarsest = () => {
  const video = normal<tf.Tensor5D>('video', [1, 2, 4, 4, 2]);
  const part = { network, level: 0, video, frame: 0, coarser: [], condition: undefined, seed: 3, first: 0 };
  return [encodeAtOnce({ ...part, batch: 64, memory: undefined })];
};

onTensorflow('the projected context of a level', () => {
  test('is kept in groups, one for each piece, and pieces change no number', async () => {
    const context = coarsest();
    const count = tileCount(tilingOf(cascade, 1));
    const settings = { level: 1, batch: 2, memory: undefined };
    const [[, once] = []] = allPieces(projectLevel(network, context, settings));
    const passed: number[] = [];
    const signal = new AbortController().signal;
    const before = tf.memory().numTensors;
    const [[, slowly] = []] = await pieceByPiece(projectLevel(network, context, settings), {
      signal,
      passed: (done) => passed.push(done),
    });
    expect(passed).toEqual(Array.from({ length: Math.ceil(count / 2) }, (_, i) => 2 * i));
    expect(slowly?.kept.map((group) => group.count)).toEqual(once?.kept.map((group) => group.count));
    slowly?.kept.forEach(({ blocks }, i) =>
      blocks.forEach((block, k) => {
        expect(block?.dataSync()).toEqual(once?.kept[i]?.blocks[k]?.dataSync());
      }),
    );
    tf.dispose(slowly?.kept as unknown as tf.TensorContainer);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('of a slab is that of the tiles which are sampled then, and wanted', () => {
    const [from, to] = activeIn(cascade, 1, slab);
    const parts = allPieces(
      projectLevel(network, coarsest(), { level: 1, batch: 64 }, slab, (number) => number > from),
    );
    expect(parts.map(([number]) => number)).toEqual(Array.from({ length: to - from - 1 }, (_, i) => from + 1 + i));
  });
});

test('without slabs, all tiles along time are sampled', () => {
  expect(activeIn(cascade, 1, undefined)).toEqual([0, tilingOf(cascade, 1)[0].length]);
});
