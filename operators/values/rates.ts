import type { Port } from '../../dsl/index.js';
import { plainKind } from './plain-kind.js';

const RATES = plainKind<readonly (number | null)[], 'rates'>('rates', ([count = 0]) =>
  Array.from({ length: count }, () => null),
);

/** Frames per second of each of B videos, in frames of the cascade's last level; null for a still or where it is not known. */
export const rates = (): Port<readonly (number | null)[], 'rates'> => ({ kind: RATES, layout: ['B'] });
