import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { RunReport } from '../../../../pipelines/cli/run-report.js';
import { Records } from '../../../../pipelines/cli/sample/records.js';
import type { SamplingRecord } from '../../../../pipelines/cli/sample/sampling-record.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const record = { hpdm: '1', parameters: { seed: 3 } } as unknown as SamplingRecord;

test('a record is written beside each video that is complete, and no other', async () => {
  const report = new RunReport();
  report.device = 'tensorflow, CPU';
  const videos = ['a.mp4', './b.mp4', 'frames/', 'more/%05d.png'].map((name) => `${folder}/${name}`);
  const records = new Records(record, videos, report);
  for (const path of ['a.mp4', 'a.partial.mp4', 'frames/', 'more/']) records.keepBeside(join(folder, path));
  await records.kept();
  const places = ['a.json', 'frames.json', 'more.json'].map((name) => join(folder, name));
  for (const path of places) {
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ ...record, backend: 'tensorflow' });
  }
  expect(report.files.map(({ path }) => path).sort()).toEqual(places);
  expect(existsSync(join(folder, 'b.json'))).toBe(false);
});

test('a place that cannot be written to is an error', async () => {
  const records = new Records(record, [join(folder, 'missing/a.mp4')], new RunReport());
  records.keepBeside(join(folder, 'missing/a.mp4'));
  await expect(records.kept()).rejects.toMatchObject({ name: 'HpdmError' });
});
