import { expect, test } from '@jest/globals';
import { NOISE_SCHEDULES, SAMPLERS, STITCH_WINDOWS } from '../../../dsl/index.js';
import { TABLES } from '../../../pipelines/docs/tables.js';

test.each([
  ['samplers', SAMPLERS],
  ['schedules', NOISE_SCHEDULES],
  ['windows', STITCH_WINDOWS],
])('%s: a row for each that there is', (name, all) => {
  const rows = (TABLES[name] ?? '').split('\n').slice(2);
  expect(rows.map((row) => /^\| `([\w-]+)`/.exec(row)?.[1])).toEqual(Object.keys(all));
});
