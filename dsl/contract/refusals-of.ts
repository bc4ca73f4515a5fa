import type { Refusal } from './contract.js';
import { HpdmError } from '../fault/fault.js';

/** What a check throws, as what an operator refuses: so the same code serves before a run and in it. */
export function refusalsOf(check: () => unknown): readonly Refusal[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof HpdmError) return error.faults;
    throw error;
  }
}
