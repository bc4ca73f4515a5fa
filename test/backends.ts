import { beforeAll, describe } from '@jest/globals';
import { selectBackend } from '../operators/tensor/backend.js';

/** Backends every kernel must agree on here; webgpu joins in the slow tests. */
const BACKENDS = ['tensorflow', 'wasm', 'cpu'] as const;

/** The same tests on every backend. */
export function onEveryBackend(name: string, tests: () => void): void {
  describe.each(BACKENDS)(`${name} on %s`, (backend) => {
    beforeAll(async () => {
      await selectBackend(backend);
    });
    tests();
  });
}

/** The same tests on the fastest backend alone. */
export function onTensorflow(name: string, tests: () => void): void {
  describe(name, () => {
    beforeAll(async () => {
      await selectBackend('tensorflow');
    });
    tests();
  });
}
