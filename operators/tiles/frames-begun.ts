import { levelOf, type Cascade } from '../../dsl/index.js';
import { framesOf, paceAt, type Range } from './pace.js';
import type { Slab } from './slab.js';

/** The frames of a level whose sampling begins with a slab; all of them without slabs. */
export function framesBegun(cascade: Cascade, level: number, slab: Slab | undefined): Range {
  if (slab === undefined) return [0, levelOf(cascade, level).size[0]];
  return framesOf(cascade, level, paceAt(cascade, level, slab).begun);
}
