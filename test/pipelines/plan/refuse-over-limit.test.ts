import { expect, test } from '@jest/globals';
import { load, type Operator } from '../../../dsl/index.js';
import { refuseOverFree, refuseOverLimit } from '../../../pipelines/plan/refuse-over-limit.js';
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

test('a run within a run is refused when there is no memory for it, whatever its document allows', async () => {
  const vast = { ...costly['test.sink'], cost: () => ({ bytes: 2 ** 50 }) } as Operator;
  const graph = await load(document('999999GiB'), {}, { ...costly, 'test.sink': vast });
  expect(() => {
    refuseOverFree(graph);
  }).toThrow(/E_MEMORY[^]*1\.00 PiB|1048576[^]*in to/);
  const small = await load(document('5MiB'), {}, costly);
  expect(() => {
    refuseOverFree(small);
  }).not.toThrow();
});
