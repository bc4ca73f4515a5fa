import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * TensorFlow.js, loaded at its first use, because `check`, `plan` and `ops` read operators but never need it.
 *
 * It is loaded with `require`; `import` would take half a second to search its CommonJS files for the names of their exports.
 * This is a script with separate types, because TypeScript has no type for a namespace that is loaded later.
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
