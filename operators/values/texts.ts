import type { Port } from '../../dsl/index.js';
import { plainKind } from './plain-kind.js';

const TEXTS = plainKind<readonly (string | null)[], 'texts'>('texts', ([count = 0]) =>
  Array.from({ length: count }, () => null),
);

/** A text for each of B videos; null for a video without one. */
export const texts = (): Port<readonly (string | null)[], 'texts'> => ({ kind: TEXTS, layout: ['B'] });
