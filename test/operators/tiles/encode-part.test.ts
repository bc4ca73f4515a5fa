import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { encodeAtOnce } from '../../../operators/tiles/encode-part.js';
import { contextTilingOf } from '../../../operators/tiles/tiling.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError, normal } from '../../gradients.js';
import { movedNetwork } from '../../network.js';

onTensorflow('the context of part of a level', () => {
  test('is that part of the context of the whole level, with the same noise', () => {
    const cascade = smallCascade({
      levels: [{ size: [2, 4, 4] }, { size: [4, 8, 8] }],
      network: { levelsPerBlock: [1, 2, 2], fusion: 'none', pixels: true },
    });
    const video = normal<tf.Tensor5D>('video', [2, 4, 8, 8, 2], 0.5);
    const given = { network: movedNetwork(cascade), level: 1, coarser: [], condition: undefined, seed: 3, first: 0 };
    const settings = { ...given, batch: 64, memory: undefined };
    const whole = encodeAtOnce({ ...settings, video, frame: 0 });
    const [starts, rows, columns] = contextTilingOf(cascade, 1);
    const perFrame = rows.length * columns.length;
    const all = tf.reshape(whole.pixels as tf.Tensor, [2, starts.length, perFrame * 2 * 4 * 4 * 2]);
    starts.forEach((frame, tile) => {
      const frames = tf.slice(video, [0, frame, 0, 0, 0], [-1, 2, -1, -1, -1]);
      const part = encodeAtOnce({ ...settings, video: frames, frame, along: [tile, tile + 1] });
      expect(part).toMatchObject({ level: 1, videos: 2, along: [tile, tile + 1] });
      const own = tf.slice(all, [0, tile, 0], [-1, 1, -1]).dataSync();
      expect(mixedError(part.pixels?.dataSync() ?? [], own)).toBeLessThan(1e-6);
    });
  });
});
