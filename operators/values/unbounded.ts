import type { Port } from '../../dsl/index.js';

/** The same port for values that may leave the range: noise, noisy videos, the output of a network. */
export const unbounded = <T, N extends string>({ kind, dtype, layout, cascade }: Port<T, N>): Port<T, N> => ({
  kind,
  ...(dtype === undefined ? {} : { dtype }),
  ...(layout === undefined ? {} : { layout }),
  ...(cascade === undefined ? {} : { cascade }),
});
