import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

test('a backend of another name is refused', () => {
  const args = ['--import', 'tsx', 'pipelines/cli/doctor/measure-child.ts', 'gpu'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/expected one of tensorflow, webgpu, wasm, cpu/);
});
