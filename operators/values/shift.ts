import type { Port } from '../../dsl/index.js';
import type { Shift } from '../tiles/tile-grid.js';
import { plainKind } from './plain-kind.js';

const SHIFT = plainKind<Shift, 'shift'>('shift', () => [0, 0]);

/** How far the tiles of a level are moved in a step, where its cascade says `shift`. */
export const shift = (): Port<Shift, 'shift'> => ({ kind: SHIFT });
