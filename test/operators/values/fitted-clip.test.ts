import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { fittedClip, type FittedClip } from '../../../operators/values/fitted-clip.js';

const { kind } = fittedClip();
let closed = 0;
const clip: FittedClip = {
  count: 3,
  timing: { rate: 25 },
  frames: () => tf.zeros([1, 0, 4, 4, 3]),
  close: () => (closed += 1),
};

test('a clip hands its timing on to what is made of it, and is closed when it is released', () => {
  expect(kind.companion?.of(clip)).toEqual({ rate: 25 });
  expect(kind.companion?.give(clip, { rate: 8, count: 2 })).toBe(clip);
  kind.release(clip);
  expect(closed).toBe(1);
});
