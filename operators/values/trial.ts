import type { Port } from '../../dsl/index.js';
import { plainKind } from './plain-kind.js';

/** A row of a table, tried with a seed. */
export interface Trial {
  readonly row: string;
  readonly seed: number;
  /** All rows of the table, and all its seeds. */
  readonly rows: readonly string[];
  readonly seeds: readonly number[];
  /** Folder of the table: the evaluations of a trial are in `ROW/seed-SEED`. */
  readonly table: string;
}

const TRIAL = plainKind<Trial, 'trial'>('trial', () => ({ row: 'row', seed: 0, rows: [], seeds: [], table: 'table' }));

/** A trial that has been measured. */
export const trial = (): Port<Trial, 'trial'> => ({ kind: TRIAL });
