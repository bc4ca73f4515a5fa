import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { HpdmError } from '../../../dsl/index.js';
import { reporting, RunReport } from '../../../pipelines/cli/run-report.js';
import { said, scratch } from './command-line.js';

const folder = scratch();
const kept = { path: join(folder, 'tiny.yaml'), bytes: 3, facts: { step: 2 } };

test('files that were removed since are left out, and a file written twice is there once', () => {
  const report = new RunReport();
  report.see({ type: 'wrote', node: 'checkpoint', path: join(folder, 'step-1'), bytes: 3 });
  report.see({ type: 'wrote', node: 'checkpoint', ...kept, bytes: 2 });
  report.see({ type: 'wrote', node: 'file', path: 'rtmp://example.org/live' });
  report.see({ type: 'wrote', node: 'checkpoint', ...kept });
  expect(report.files).toEqual([
    { node: 'file', path: 'rtmp://example.org/live' },
    { node: 'checkpoint', ...kept },
  ]);
});

test('people read the files on standard error, quiet ones nothing', async () => {
  const work = async (report: RunReport): Promise<void> => report.add(kept);
  expect(await said(() => reporting({}, work))).toMatchObject({
    stdout: '',
    stderr: expect.stringMatching(/^wrote .*step 2\n$/),
  });
  expect(await said(() => reporting({ quiet: true }, work))).toEqual({ stdout: '', stderr: '' });
});

test('programs read one JSON object on standard output', async () => {
  const { stdout, stderr } = await said(() =>
    reporting({ json: true }, async (report) => {
      report.device = 'cpu';
      report.see({ type: 'finished', seconds: 1.5 });
      report.add(kept);
    }),
  );
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ device: 'cpu', seconds: 1.5, files: [kept], faults: [] });
});

test('a failure keeps its exit code, and what was written before it is said', async () => {
  const fail = async (report: RunReport): Promise<void> => {
    report.add(kept);
    throw new HpdmError({ code: 'E_DISK_FULL', message: 'full' });
  };
  writeFileSync(kept.path, 'abc');
  let ended: unknown;
  const { stdout } = await said(() => reporting({ json: true }, fail).catch((error: unknown) => (ended = error)));
  expect(ended).toMatchObject({ exitCode: 3 });
  expect(JSON.parse(stdout)).toMatchObject({ files: [kept], faults: [{ code: 'E_DISK_FULL' }] });
  const spoken = await said(() => reporting({}, fail).catch((error: unknown) => (ended = error)));
  expect(ended).toMatchObject({ code: 'E_DISK_FULL' });
  expect(spoken.stderr).toMatch(/^wrote .*tiny\.yaml/);
});
