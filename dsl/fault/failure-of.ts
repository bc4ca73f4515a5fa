import type { Fault } from './fault.js';
import { thrownAt } from './thrown-at.js';

/** What an operator's error that is not an HpdmError says: its message, and where a user's code threw it. */
export function failureOf(error: unknown): Pick<Fault, 'code' | 'message' | 'got'> {
  const message = error instanceof Error ? error.message : String(error);
  const thrown = thrownAt(error);
  return { code: 'E_OPERATOR_FAILED', message, ...(thrown === undefined ? {} : { got: `an error from ${thrown}` }) };
}
