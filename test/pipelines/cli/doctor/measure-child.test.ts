import { expect, test } from '@jest/globals';
import { moduleRun } from '../../../program.js';

test('a backend of another name is refused', async () => {
  const { status, stderr } = await moduleRun('pipelines/cli/doctor/measure-child.ts', ['gpu']);
  expect(status).toBe(1);
  expect(stderr).toMatch(/expected one of tensorflow, webgpu, wasm, cpu/);
});
