import { expect, test } from '@jest/globals';
import { runName } from '../../../../pipelines/cli/farm/run-name.js';
import { jobOf } from './jobs.js';

const { record } = jobOf('', 0);

test('the same sampling has the same name, wherever its checkpoint lies', () => {
  const name = runName(record, ['a/0.mp4'], 4);
  expect(name).toMatch(/^[0-9a-f]{10}$/);
  const elsewhere = { ...record.parameters, checkpoint: '/there/model.safetensors' };
  expect(runName({ ...record, parameters: elsewhere }, ['a/0.mp4'], 4)).toBe(name);
});

test('another seed, place or number of jobs is another sampling', () => {
  const other = { ...record, parameters: { ...record.parameters, seed: 2 } };
  const names = [
    runName(record, ['a/0.mp4'], 4),
    runName(other, ['a/0.mp4'], 4),
    runName(record, ['b/0.mp4'], 4),
    runName(record, ['a/0.mp4'], 5),
  ];
  expect(new Set(names).size).toBe(4);
});
