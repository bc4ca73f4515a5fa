// TensorFlow reads this before any test can set it
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';

/** Jest on ES modules; `HPDM_SLOW=1` runs the `*.slow.test.ts` files instead of the rest. */
const slow = process.env['HPDM_SLOW'] === '1';

if (!slow) {
  // Two workers share two cores. With a thread per core in each, they wait for each other; test/operators/tensor/native.test.ts has three.
  process.env['TF_NUM_INTRAOP_THREADS'] ??= '1';
  process.env['TF_NUM_INTEROP_THREADS'] ??= '1';
}

export default {
  rootDir: '.',
  roots: ['<rootDir>/test'],
  testMatch: slow ? ['**/*.slow.test.ts'] : ['**/*.test.ts'],
  testPathIgnorePatterns: slow ? [] : ['\\.slow\\.test\\.ts$'],
  testEnvironment: '<rootDir>/test/environment.cjs',
  runtime: '<rootDir>/test/runtime.cjs',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^hpdm$': '<rootDir>/index.ts', '^(\\.{1,2}/.*)\\.js$': '$1' },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: { '\\.ts$': '<rootDir>/test/transform.cjs' },
  reporters: ['default', '<rootDir>/test/reporter.cjs'],
  testTimeout: slow ? 1_200_000 : 180_000,
  maxWorkers: 2,
};
