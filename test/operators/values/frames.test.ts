import { describe, expect, test } from '@jest/globals';
import { frames, type Frames } from '../../../operators/values/frames.js';

const clip: Frames = { width: 4, height: 2, channels: 1, count: 3, data: new Uint8Array(24) };
const { kind } = frames();

describe('frames', () => {
  test('have the sizes count, height, width, channels', () => {
    expect(kind.shapeOf?.(clip)).toEqual([3, 2, 4, 1]);
  });

  test('give their memory back when they are released', () => {
    let given = 0;
    kind.release({ ...clip, recycle: () => (given += 1) });
    kind.release(clip);
    expect(given).toBe(1);
  });

  test('last as long as the frames that they were made from', () => {
    const half = kind.companion?.give(clip, { rate: 24, count: 6 }) as Frames;
    expect(half.timing).toEqual({ rate: 12, count: 3 });
  });

  test('are of any size unless a port says more', () => {
    expect(frames().layout).toEqual(['n', 'H', 'W', 'C']);
    expect(frames('n', 28, 28, 1).layout).toEqual(['n', 28, 28, 1]);
  });
});
