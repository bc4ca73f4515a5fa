import type { Port } from '../../dsl/index.js';
import { plainKind } from './plain-kind.js';

const CHOSEN = plainKind<readonly boolean[], 'chosen'>('chosen', ([count = 0]) =>
  Array.from({ length: count }, () => true),
);

/** For each of B items, whether it is chosen. */
export const chosen = (): Port<readonly boolean[], 'chosen'> => ({ kind: CHOSEN, layout: ['B'] });
