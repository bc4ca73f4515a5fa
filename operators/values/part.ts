import type { Port } from '../../dsl/index.js';
import { plainKind } from './plain-kind.js';

const PART = plainKind<number, 'part'>('part', () => 0);

/** The number of a part of a level along time, of those that are denoised one by one. */
export const part = (): Port<number, 'part'> => ({ kind: PART });
