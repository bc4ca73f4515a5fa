import { expect, test } from '@jest/globals';
import { isLonger, trainedSize } from '../../../dsl/cascade/trained-size.js';
import { smallCascade } from '../../cascade.js';

test('frames lengthen every level alike, and the sizes of training stay known', () => {
  const [trained, longer] = [smallCascade(), smallCascade({ frames: 32 })];
  expect([isLonger(trained), isLonger(longer)]).toEqual([false, true]);
  expect(longer.levels.map(({ size }) => size[0])).toEqual([8, 16, 32]);
  trained.levels.forEach(({ size, factor }, level) => {
    expect([trainedSize(trained, level), trainedSize(longer, level)]).toEqual([size, size]);
    expect(longer.levels[level]?.factor).toEqual(factor);
  });
});

test('level 0 is then tiles along time that overlap by half', () => {
  expect(smallCascade({ frames: 32 }).levels[0]?.overlap).toEqual([0.5, 0, 0]);
  expect(smallCascade({ frames: 8 }).levels[0]?.overlap).toEqual([0, 0, 0]);
});
