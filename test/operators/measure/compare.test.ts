import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { measureCompare } from '../../../operators/measure/compare.js';
import type { Evaluation } from '../../../operators/measure/evaluation.js';
import { settingsOf, testContext } from '../../context.js';
import { scratch } from '../video/clips.js';
import { recordOf } from './records.js';

const { fresh, remove } = scratch();
afterAll(remove);

test('the samples that are nearer to the real videos have the smaller distance, in a JSON and a page', async () => {
  const real = await recordOf(fresh(), 60, { seed: 1 });
  const sampled = [
    await recordOf(fresh(), 60, { seed: 2, shift: 2 }),
    await recordOf(fresh(), 60, { seed: 3, shift: 1 }),
  ];
  const context = testContext();
  const path = fresh();
  const stage = await measureCompare.open(settingsOf(measureCompare.with, { path, names: ['far', 'near'] }), context);
  await stage.next({ sampled, real }, 0);
  const { evaluations } = JSON.parse(readFileSync(join(path, 'comparison.json'), 'utf8')) as {
    readonly evaluations: Readonly<Record<string, Evaluation>>;
  };
  const distance = (name: string): number => evaluations[name]?.measures['fd.frames']?.value ?? NaN;
  expect(distance('near')).toBeLessThan(distance('far'));
  expect(readFileSync(join(path, 'comparison.html'), 'utf8')).toContain('<th>near</th>');
  expect(context.notes).toEqual([expect.stringMatching(/^far: fd/), expect.stringMatching(/^near: fd/)]);
});

test('samples of another size are an error that names the record', async () => {
  const real = await recordOf(fresh(), 3, { seed: 1 });
  const other = await recordOf(fresh(), 3, { seed: 1, size: [2, 8, 8, 1] });
  const stage = await measureCompare.open(
    settingsOf(measureCompare.with, { path: fresh(), names: ['a', 'b'] }),
    testContext(),
  );
  await expect(stage.next({ sampled: [real, other], real }, 0)).rejects.toMatchObject({
    faults: [{ code: 'E_SIZE', place: { file: other.folder } }],
  });
});

test('names that are the same are refused', () => {
  const settings = settingsOf(measureCompare.with, { path: 'x', names: ['a', 'a'] });
  expect(measureCompare.check?.(settings, {}, [])).toMatchObject([{ code: 'E_SETTING_TYPE', path: 'with.names' }]);
});
