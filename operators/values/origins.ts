import type { Port } from '../../dsl/index.js';
import type { Origin } from '../network/origin.js';
import { plainKind } from './plain-kind.js';

const ORIGINS = plainKind<readonly (readonly Origin[])[], 'origins'>('origins', ([levels = 0, patches = 0]) =>
  Array.from({ length: levels }, () => Array.from({ length: patches }, (): Origin => [0, 0, 0])),
);

/** The positions of patches: per level and patch, the first frame, row and column in pixels of the last level. */
export const origins = (): Port<readonly (readonly Origin[])[], 'origins'> => ({
  kind: ORIGINS,
  dtype: 'int32',
  layout: ['L', 'B', 3],
  cascade: true,
});
