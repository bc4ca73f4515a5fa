import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

const bench = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'bench/index.ts', ...args], { encoding: 'utf8', timeout: 1_000_000 });

const names = bench()
  .stdout.split('\n\n')[0]
  ?.split('\n')
  .flatMap((line) => line.split(' ')[0] ?? []);

test('the benchmarks are listed', () => {
  expect(names?.length).toBeGreaterThan(8);
  expect(bench('nothing').status).toBe(2);
});

test.each(names ?? [])('%s runs at a small size, or says what it needs', (name) => {
  const { status, stdout, stderr } = bench(name, '--smoke');
  // E_PRECISION: where the processor has no bfloat16
  if (/needs a trained checkpoint|E_PRECISION|the Vulkan (loader|driver)/.test(stderr)) return;
  expect([stderr, status]).toEqual([expect.any(String), 0]);
  expect(stdout).toMatch(/\d/);
  expect(stdout).not.toMatch(/undefined|NaN/);
});
