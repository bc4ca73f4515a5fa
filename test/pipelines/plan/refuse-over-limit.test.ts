import { expect, test } from '@jest/globals';
import { load } from '../../../dsl/index.js';
import { refuseOverLimit } from '../../../pipelines/plan/refuse-over-limit.js';
import { costly, document } from './costly.js';

test('a run that needs more than its document allows is refused with both numbers', async () => {
  const graph = await load(document('4MiB'), {}, costly);
  expect(() => {
    refuseOverLimit(graph);
  }).toThrow(/E_MEMORY[^]*at most 4\.00 MiB[^]*5\.00 MiB, in to/);
  const roomy = await load(document('5MiB'), {}, costly);
  expect(() => {
    refuseOverLimit(roomy);
  }).not.toThrow();
});
