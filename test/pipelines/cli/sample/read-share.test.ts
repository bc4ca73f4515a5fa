import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readShare, videosOf } from '../../../../pipelines/cli/sample/read-share.js';

const array = (more: object) => ({
  ...{ SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_COUNT: '64', SLURM_ARRAY_TASK_MIN: '0', SLURM_ARRAY_TASK_MAX: '63' },
  ...more,
});

test('is what the flag says, whatever the environment does', () => {
  expect(readShare('3/64', {})).toEqual({ index: 3, of: 64 });
  expect(readShare('0/1', array({}))).toEqual({ index: 0, of: 1 });
});

test('is that of the task in its array or job', () => {
  expect(readShare('auto', array({}))).toEqual({ index: 3, of: 64 });
  expect(readShare('auto/64', { JOB_COMPLETION_INDEX: '5' })).toEqual({ index: 5, of: 64 });
  // some tasks of an array that are started again
  expect(readShare('auto/64', array({ SLURM_ARRAY_TASK_COUNT: '1', SLURM_ARRAY_TASK_MIN: '3' }))).toMatchObject({
    of: 64,
  });
});

test.each([
  ['3', {}],
  ['/64', {}],
  ['-1/4', {}],
  ['0/0', {}],
  ['4/4', {}],
  ['auto', {}],
  ['auto/4', { JOB_COMPLETION_INDEX: '4' }],
  ['auto', { JOB_COMPLETION_INDEX: '1' }],
  ['auto', array({ SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_MAX: '64' })],
  ['auto', array({ SLURM_ARRAY_TASK_COUNT: '2' })],
])('%s with %j is refused', (text, env) => {
  expect(() => readShare(text, env)).toThrow(/--share {2}E_SET[^]*try {7}--share/);
});

test('all shares together have every video once, in order, and differ by one at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 500 }), (of, count) => {
      const shares = Array.from({ length: of }, (_, index) => videosOf({ index, of }, count));
      const numbers = shares.flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i));
      expect(numbers).toEqual(Array.from({ length: count }, (_, i) => i));
      const sizes = shares.map((share) => share.count);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});
