import type { Port } from '../../dsl/index.js';
import type { Dimension } from './dimension.js';
import { plainKind } from './plain-kind.js';

const SIGMA = plainKind<readonly (readonly number[])[], 'sigma'>('sigma', ([levels = 0, patches = 0]) =>
  Array.from({ length: levels }, () => Array.from({ length: patches }, () => 1)),
);

/** Noise levels: one per level and patch; a single one while a level is sampled. */
export const sigma = (
  levels: Dimension = 'L',
  patches: Dimension = 'B',
): Port<readonly (readonly number[])[], 'sigma'> => ({
  kind: SIGMA,
  dtype: 'float32',
  layout: [levels, patches],
  cascade: true,
});
