import type { Kind } from '../../dsl/index.js';

/**
 * A kind whose values hold no tensors and need no release.
 *
 * @param sketch a value that has these sizes; left out: a layout does not tell one
 */
export const plainKind = <T, N extends string>(name: N, sketch?: (layout: readonly number[]) => T): Kind<T, N> => ({
  name,
  tensors: false,
  release: () => undefined,
  ...(sketch === undefined ? {} : { sketch }),
});
