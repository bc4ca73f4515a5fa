import type { Kind } from '../../dsl/index.js';

/** A kind whose values hold no tensors and need no release. */
export const plainKind = <T, N extends string>(name: N): Kind<T, N> => ({
  name,
  tensors: false,
  release: () => undefined,
});
