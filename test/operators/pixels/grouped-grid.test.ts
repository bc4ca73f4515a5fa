import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { fromTensor } from '../../../operators/pixels/from-tensor.js';
import { GroupedGrid } from '../../../operators/pixels/grouped-grid.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';

beforeAll(() => selectBackend('cpu'));

test.each([
  [1, 0],
  [2, 0],
  [3, 7],
  [5, 7],
])('videos in groups of %i, numbered from %i, lie on the frames of all videos together', async (size, from) => {
  const videos = tf.randomUniform<tf.Rank.R5>([5, 4, 2, 3, 3], -1, 1);
  const grid = new GroupedGrid(1, 'video');
  for (let first = 0; first < 5; first += size) {
    const count = Math.min(size, 5 - first);
    for (const number of [0, 1]) {
      const slab = { number, level: 0, isLast: number === 1, videos: { first: from + first, count, of: 5, from } };
      const part = tf.slice(videos, [first, 2 * number, 0, 0, 0], [count, 2, -1, -1, -1]);
      const frames = await grid.frames(part, slab);
      const whole = await fromTensor(tf.slice(videos, [0, 2 * number, 0, 0, 0], [-1, 2, -1, -1, -1]), { gap: 1 });
      if (first + count === 5) expect(frames).toEqual(whole);
      else expect(frames).toEqual({ ...whole, count: 0, data: new Uint8Array() });
    }
  }
  grid.close();
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`hpdm-${process.pid}-`))).toEqual([]);
});
