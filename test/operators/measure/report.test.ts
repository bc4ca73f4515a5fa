import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import type { Evaluation } from '../../../operators/measure/evaluation.js';
import { measureReport } from '../../../operators/measure/report.js';
import { settingsOf, testContext } from '../../context.js';
import { scratch } from '../video/clips.js';
import { recordOf } from './records.js';

const { fresh, remove } = scratch();
afterAll(remove);

test('a report is a JSON and one page, with caveats as warnings and pictures of the samples', async () => {
  const [sampled, real] = [
    await recordOf(fresh(), 30, { seed: 1, shift: 1 }),
    await recordOf(fresh(), 60, { seed: 2 }),
  ];
  const context = testContext();
  const path = fresh();
  const stage = await measureReport.open(settingsOf(measureReport.with, { path, title: 'Mine' }), context);
  await stage.next({ sampled, real }, 0);
  const json = JSON.parse(readFileSync(join(path, 'evaluation.json'), 'utf8')) as Evaluation;
  expect(json).toMatchObject({ videos: 30, reals: 60, records: { sampled: sampled.folder, real: real.folder } });
  const html = readFileSync(join(path, 'evaluation.html'), 'utf8');
  expect(html).toContain('<h1>Mine</h1>');
  const worst = json.worst[0]?.video ?? 0;
  expect(html).toContain(`base64,${Buffer.of(worst).toString('base64')}`);
  expect(context.warnings).toEqual([expect.stringContaining('30 samples are few')]);
  expect(context.notes.join()).toContain('fd.frames');
  expect(context.written.map(({ path: file }) => file)).toEqual([
    join(path, 'evaluation.json'),
    join(path, 'evaluation.html'),
  ]);
});

test('other sizes are an error, and nothing is written', async () => {
  const sampled = await recordOf(fresh(), 3, { seed: 1 });
  const real = await recordOf(fresh(), 3, { seed: 1, size: [4, 4, 4, 1] });
  const context = testContext();
  const stage = await measureReport.open(settingsOf(measureReport.with, { path: fresh() }), context);
  await expect(stage.next({ sampled, real }, 0)).rejects.toThrow(/E_SIZE/);
  expect(context.written).toEqual([]);
});
