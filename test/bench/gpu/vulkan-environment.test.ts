import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { vulkanEnvironment } from '../../../bench/gpu/vulkan-environment.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** A machine with these files. */
function machine(...files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(root + file), { recursive: true });
    writeFileSync(root + file, '{}');
  }
}
const found = (env: Readonly<Record<string, string>> = {}) => vulkanEnvironment(env, `${root}/archive/lib`, root);

const LOADER = '/usr/lib/x86_64-linux-gnu/libvulkan.so.1';
const NVIDIA = '/usr/share/vulkan/icd.d/nvidia_icd.json';

describe('a machine', () => {
  test('whose loader and driver are where the linker and the loader look needs nothing but the name of the driver', () => {
    machine(LOADER, NVIDIA);
    expect(found()).toEqual({ VK_DRIVER_FILES: root + NVIDIA });
  });

  test('with a driver of another card leaves it to the loader', () => {
    machine(LOADER, '/usr/share/vulkan/icd.d/radeon_icd.x86_64.json');
    expect(found()).toEqual({});
  });

  test('without a loader takes that of the archive', () => {
    machine('/archive/lib/libvulkan.so.1', NVIDIA);
    expect(found({ LD_LIBRARY_PATH: '/own' })).toMatchObject({ LD_LIBRARY_PATH: `/own:${root}/archive/lib` });
  });

  test("with NVIDIA's mounted folder finds loader, libraries and driver there", () => {
    machine('/usr/local/nvidia/lib64/libvulkan.so.1', '/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json');
    expect(found()).toEqual({
      LD_LIBRARY_PATH: `${root}/usr/local/nvidia/lib64`,
      VK_DRIVER_FILES: `${root}/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json`,
    });
  });

  test("with NVIDIA's driver and no file that names it gets one, and keeps the others", () => {
    machine(LOADER, '/usr/local/nvidia/lib64/libGLX_nvidia.so.0', '/usr/share/vulkan/icd.d/lvp_icd.json');
    const [file = '', other] = found()['VK_DRIVER_FILES']?.split(':') ?? [];
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      ICD: { library_path: `${root}/usr/local/nvidia/lib64/libGLX_nvidia.so.0` },
    });
    expect(other).toBe(`${root}/usr/share/vulkan/icd.d/lvp_icd.json`);
    rmSync(dirname(file), { recursive: true });
  });

  test('whose driver is chosen keeps the choice', () => {
    machine(LOADER, NVIDIA, '/mine.json');
    expect(found({ VK_DRIVER_FILES: `${root}/mine.json` })).toEqual({ VK_DRIVER_FILES: `${root}/mine.json` });
    expect(found({ VK_ICD_FILENAMES: `${root}/mine.json` })).toEqual({ VK_DRIVER_FILES: `${root}/mine.json` });
  });
});

describe('what is missing is said:', () => {
  const refusal = (facts: Record<string, unknown>): unknown =>
    expect.objectContaining({ faults: [expect.objectContaining(facts)] });

  test('the loader, with its package', () => {
    machine(NVIDIA);
    const facts = { code: 'E_BACKEND_LOAD', expected: expect.stringContaining('libvulkan.so.1') };
    expect(() => found()).toThrow(refusal({ ...facts, try: expect.stringContaining('libvulkan1') }));
  });

  test('the driver, with its package, and the card that is there', () => {
    machine(LOADER, '/dev/nvidiactl');
    const facts = { code: 'E_BACKEND_LOAD', got: expect.stringMatching(/no driver file in .*an NVIDIA card is there/) };
    expect(() => found()).toThrow(
      refusal({ ...facts, try: expect.stringMatching(/libnvidia-gl.*DRIVER_CAPABILITIES/) }),
    );
  });

  test('a driver that is chosen and not there', () => {
    machine(LOADER, NVIDIA);
    const facts = { got: expect.stringMatching(/^\/nowhere.json, which VK_DRIVER_FILES/) };
    expect(() => found({ VK_DRIVER_FILES: '/nowhere.json' })).toThrow(refusal(facts));
  });
});
