import { expect, test } from '@jest/globals';
import { run, scratch } from './command-line.js';

const folder = scratch();

test.each([
  [['check', 'none.yaml'], 'E_FILE'],
  [['plan', 'none.yaml'], 'E_FILE'],
  [['data', 'none'], 'E_FILE_MISSING'],
  [['ops', 'video.raed'], 'E_OPERATOR_UNKNOWN'],
  [['runs', 'none'], 'E_CHECKPOINT_MISSING'],
  [['export', 'none', 'a.safetensors'], 'E_CHECKPOINT_MISSING'],
  [['run', 'none.yaml'], 'E_FILE'],
])('the faults of %j are data with --json, and text without', async (args, code) => {
  const data = await run(folder, [...args, '--json']);
  expect(data).toMatchObject({ status: 2, stderr: '' });
  expect(JSON.parse(data.stdout)).toMatchObject({ faults: [{ code }] });
  expect(await run(folder, args)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(code) });
});
