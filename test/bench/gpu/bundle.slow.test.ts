import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
const archive = join(folder, 'gpu.tar.xz');
const BENCH = ['--import', 'tsx', 'bench/index.ts', 'gpu'];

let files: readonly string[] = [];
beforeAll(() => {
  execFileSync(process.execPath, [...BENCH, '--bundle', archive]);
  files = execFileSync('tar', ['-tf', archive], { encoding: 'utf8', maxBuffer: 2 ** 26 }).split('\n');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the archive is smaller than 60 MiB', () => {
  expect(statSync(archive).size).toBeLessThan(60 * 2 ** 20);
});

test('it holds Node, Dawn for this machine alone, the product, and the tests of WebGPU with their reference numbers', () => {
  const dawn = `hpdm-gpu/node_modules/webgpu/dist/${process.platform}-${process.arch}/dawn.node`;
  expect(files).toEqual(
    expect.arrayContaining([
      ...['hpdm-gpu/gpu', 'hpdm-gpu/node', 'hpdm-gpu/bench/gpu.ts', 'hpdm-gpu/pipelines/cascades/ucf101-s.yaml'],
      ...['webgpu', 'tensor/webgpu'].map((name) => `hpdm-gpu/test/operators/${name}.slow.test.ts`),
      ...['hpdm-gpu/test/pipelines/webgpu.slow.test.ts', 'hpdm-gpu/test/fixtures/reference/rin-block.safetensors'],
    ]),
  );
  expect(files.filter((file) => file.endsWith('dawn.node'))).toEqual([dawn]);
});

test('unpacked in an empty folder, with an empty environment, it says which driver is missing and takes no other device', () => {
  execFileSync('tar', ['-xf', archive, '-C', folder]);
  const env = { VK_DRIVER_FILES: '/nowhere.json' };
  const { status, stdout, stderr } = spawnSync(join(folder, 'hpdm-gpu/gpu'), [], { env, encoding: 'utf8', cwd: '/' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/E_BACKEND_LOAD[^]*Vulkan[^]*\n {2}try /);
  expect(stdout).toBe('');
});
