import type { Port } from '../../dsl/index.js';
import type { Slab } from '../tiles/pace.js';
import { plainKind } from './plain-kind.js';

const SLAB = plainKind<Slab, 'slab'>('slab', ([level = 0]) => ({ number: 0, level }));

/** A slab of the last level that is sampled. */
export const slab = (): Port<Slab, 'slab'> => ({ kind: SLAB });
