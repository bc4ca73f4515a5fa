const { TestEnvironment } = require('jest-environment-node');

/**
 * Jest's Node environment with the process's own typed arrays: the TensorFlow addon lives outside the test's sandbox, and
 * `instanceof Float32Array` must agree on both sides of it.
 */
const SHARED = [
  'Float32Array',
  'Float64Array',
  'Int8Array',
  'Int16Array',
  'Int32Array',
  'Uint8ClampedArray',
  'Uint16Array',
  'Uint32Array',
  'BigInt64Array',
  'BigUint64Array',
  'DataView',
  'SharedArrayBuffer',
  'WebAssembly',
];

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    for (const name of SHARED) this.global[name] = globalThis[name];
  }
};
