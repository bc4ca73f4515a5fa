import { describe, expect, test } from '@jest/globals';
import { measureApart } from '../../../../pipelines/cli/doctor/measure-apart.js';

describe('a backend measured in a process of its own', () => {
  test('has a speed above nothing for each kind of product', async () => {
    const measured = await measureApart('wasm', process.env);
    if (!measured.loads) throw new Error(measured.why);
    const { plain, transposed, batched, size } = measured.speed ?? { plain: 0, transposed: 0, batched: 0, size: 0 };
    expect(Math.min(plain, transposed, batched)).toBeGreaterThan(0.01);
    expect(size).toBeGreaterThanOrEqual(256);
  });

  test('is reported with the exit code when that process dies', async () => {
    const measured = await measureApart('cpu', { ...process.env, NODE_OPTIONS: '--require /nonexistent/module.cjs' });
    expect(measured).toMatchObject({ loads: false, name: 'cpu' });
    expect(!measured.loads && measured.why).toMatch(/ended with code 1: Error: Cannot find module/);
  });
});
