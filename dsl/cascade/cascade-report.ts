import type { Trail } from '../document/source.js';

/** Report that the value at the end of a trail cannot work: what was expected, what to try, and what was found (by default the value itself). */
export type CascadeReport = (trail: Trail, expected: string, advice: string, got?: string) => void;
