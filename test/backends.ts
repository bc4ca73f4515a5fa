import { beforeAll, describe } from '@jest/globals';
import { probeBackend, selectBackend } from '../operators/tensor/select-backend.js';

/** Backends that every kernel must agree on here. */
const BACKENDS = ['tensorflow', 'wasm', 'cpu'] as const;

/** Whether TensorFlow is linked here; its tests are skipped, and shown as skipped, where it is not. */
export const hasTensorflow = (await probeBackend('tensorflow')).loads;

/** Tests that need TensorFlow. */
export const describeTensorflow = hasTensorflow ? describe : describe.skip;

/** The same tests on every backend. */
export function onEveryBackend(name: string, tests: () => void): void {
  for (const backend of BACKENDS) on(backend, name, tests);
}

/**
 * Tests against the reference numbers: on every backend, and on WebGPU in `webgpu.slow.test.ts`. They must read tensors with
 * `await data()`: WebGPU cannot be read synchronously.
 */
export function asInReference(name: string, tests: () => void): void {
  if (process.env['HPDM_SLOW'] === '1') on('webgpu', name, tests);
  else onEveryBackend(name, tests);
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
