import { expect, test } from '@jest/globals';
import { leastFirst } from '../../../dsl/contract/least-first.js';
import { operators } from '../../../operators/index.js';
import type { AnyOperator } from '../../../dsl/contract/operator.js';

const named = (...ids: string[]): AnyOperator[] => ids.map((id) => operators[id] as AnyOperator);

test('what has fewer inputs, settings without a default and bodies comes first; what needs as much stays where it is', () => {
  const ids = (...given: string[]): string[] => leastFirst(named(...given)).map(({ id }) => id);
  expect(ids('denoise.solve', 'train.step', 'video.frames')[0]).toBe('video.frames');
  for (const two of [
    ['video.clamp', 'video.rotate'],
    ['video.rotate', 'video.clamp'],
  ])
    expect(ids(...two)).toEqual(two);
  expect(leastFirst([])).toEqual([]);
});
