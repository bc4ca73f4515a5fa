import type { Start } from '../../dsl/index.js';
import type { RunOptions } from './run-options.js';

/** How a run with given options starts, as far as its files are concerned. */
export const startOf = ({ first = 0, firstOf, gang }: Pick<RunOptions, 'first' | 'firstOf' | 'gang'>): Start => ({
  goesOn: first > 0 || firstOf !== undefined,
  leads: gang === undefined || gang.rank === 0,
});
