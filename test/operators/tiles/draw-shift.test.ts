import { expect, test } from '@jest/globals';
import { drawShift } from '../../../operators/tiles/draw-shift.js';
import { smallCascade } from '../../cascade.js';

const cascade = smallCascade({
  levels: [{ size: [2, 4, 4], shift: true }, { size: [4, 8, 8], shift: true }, { size: [8, 16, 16] }],
});

test('a level that does not say so is not moved', () => {
  expect(drawShift(cascade, 2, 0, 0)).toBeUndefined();
});

test('a step is moved by its number, the seed and the level alone, in whatever order steps are asked for', () => {
  const forwards = [0, 1, 2, 3].map((step) => drawShift(cascade, 1, 7, step));
  expect([3, 2, 1, 0].map((step) => drawShift(cascade, 1, 7, step))).toEqual(forwards.toReversed());
  expect(new Set(forwards.map(String)).size).toBe(4);
  expect(drawShift(cascade, 1, 8, 0)).not.toEqual(forwards[0]);
  expect(drawShift(cascade, 0, 7, 0)).not.toEqual(forwards[0]);
});

test('shifts are even from 0 to 1, down and across apart', () => {
  const shifts = Array.from({ length: 2000 }, (_, step) => drawShift(cascade, 1, 0, step) ?? [NaN, NaN]);
  for (const axis of [0, 1] as const) {
    const values = shifts.map((shift) => shift[axis]);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    // the mean of 2000 even numbers is within 4 standard errors of ½
    expect(Math.abs(values.reduce((a, b) => a + b) / 2000 - 0.5)).toBeLessThan(4 / Math.sqrt(12 * 2000));
  }
  const product = shifts.reduce((sum, [down, across]) => sum + (down - 0.5) * (across - 0.5), 0) / 2000;
  expect(Math.abs(product)).toBeLessThan(4 / 12 / Math.sqrt(2000));
});
