import { beforeAll, describe } from '@jest/globals';
import { probeBackend, selectBackend } from '../operators/tensor/select-backend.js';

/** Backends that the tests of kernels run on. */
let kernelBackends: readonly string[] = ['tensorflow', 'wasm', 'cpu'];
/** Backends that the tests of whole networks run on: the plain one takes most of a minute for some of them. */
let networkBackends: readonly string[] = ['tensorflow', 'wasm'];

/** Run the tests of all files that are imported from now on on this backend alone; for slow tests. */
export function testOnly(backend: string): void {
  kernelBackends = networkBackends = [backend];
}

/** Whether TensorFlow is linked here; its tests are skipped, and shown as skipped, where it is not. */
export const hasTensorflow = (await probeBackend('tensorflow')).loads;

/** Tests that need TensorFlow. */
export const describeTensorflow = hasTensorflow ? describe : describe.skip;

/** The same tests on every backend. They may read tensors with `dataSync`, which WebGPU cannot. */
export function onEveryBackend(name: string, tests: () => void): void {
  for (const backend of kernelBackends) if (backend !== 'webgpu') on(backend, name, tests);
}

/** The same tests of whole networks on every backend: on the plain one in `plain.slow.test.ts`. */
export function onFastBackends(name: string, tests: () => void): void {
  for (const backend of networkBackends) if (backend !== 'webgpu') on(backend, name, tests);
}

/**
 * Tests against the reference numbers: as `onFastBackends`, and on WebGPU in `webgpu.slow.test.ts`. They must read tensors with
 * `await data()`.
 */
export function asInReference(name: string, tests: () => void): void {
  for (const backend of networkBackends) on(backend, name, tests);
}

const loads: Readonly<Record<string, boolean>> = {
  tensorflow: hasTensorflow,
  webgpu: process.env['HPDM_SLOW'] === '1' && (await probeBackend('webgpu')).loads,
};

function on(backend: string, name: string, tests: () => void): void {
  const section = loads[backend] === false ? describe.skip : describe;
  section(`${name} on ${backend}`, () => {
    beforeAll(async () => {
      await selectBackend(backend);
    });
    tests();
  });
}

/** The same tests on the fastest backend alone. */
export function onTensorflow(name: string, tests: () => void): void {
  describeTensorflow(name, () => {
    beforeAll(async () => {
      await selectBackend('tensorflow');
    });
    tests();
  });
}
