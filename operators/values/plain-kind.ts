import type { Kind } from '../../dsl/index.js';

/**
 * A kind whose values contain no tensors and need no release.
 *
 * @param sketch makes a value with given sizes; left out if a layout does not determine a value
 */
export const plainKind = <T, N extends string>(name: N, sketch?: (layout: readonly number[]) => T): Kind<T, N> => ({
  name,
  tensors: false,
  release: () => undefined,
  ...(sketch === undefined ? {} : { sketch }),
});
