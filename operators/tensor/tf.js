import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * TensorFlow.js, loaded when something of it is first used: `check`, `plan` and `ops` read operators and never need it.
 *
 * It is required as the CommonJS it is; `import` spends half a second on looking through its files for the names they export.
 * A script with its types beside it, because TypeScript has no way to say "this namespace, but later".
 */
export let tf = new Proxy(
  {},
  {
    get: (_, name) => {
      tf = require('@tensorflow/tfjs');
      return tf[name];
    },
  },
);

/** See its types. */
export function withTf(namespace, work) {
  const before = tf;
  tf = namespace;
  try {
    return work();
  } finally {
    tf = before;
  }
}
