import { beforeAll, describe } from '@jest/globals';
import { probeBackend, selectBackend } from '../operators/tensor/backend.js';

/** Backends every kernel must agree on here; webgpu joins in the slow tests. */
const BACKENDS = ['tensorflow', 'wasm', 'cpu'] as const;

/** Whether TensorFlow is linked here; its tests are skipped, and shown as skipped, where it is not. */
export const hasTensorflow = (await probeBackend('tensorflow')).loads;

/** Tests that need TensorFlow. */
export const describeTensorflow = hasTensorflow ? describe : describe.skip;

/** The same tests on every backend. */
export function onEveryBackend(name: string, tests: () => void): void {
  for (const backend of BACKENDS) {
    const section = backend === 'tensorflow' ? describeTensorflow : describe;
    section(`${name} on ${backend}`, () => {
      beforeAll(async () => {
        await selectBackend(backend);
      });
      tests();
    });
  }
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
