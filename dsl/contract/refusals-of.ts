import type { Refusal } from './contract.js';
import { HpdmError } from '../fault/fault.js';

/** Turn the HpdmError that a function throws into refusals, so that the same check can be used before a run and during it. */
export function refusalsOf(check: () => unknown): readonly Refusal[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof HpdmError) return error.faults;
    throw error;
  }
}
