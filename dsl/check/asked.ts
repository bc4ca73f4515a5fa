import { failureOf } from '../fault/failure-of.js';
import { HpdmError, type Fault } from '../fault/fault.js';
import type { Draft } from './draft.js';

/**
 * What an operator answers while its document is checked (`dimensions`, `check`, `files`); undefined if it throws.
 *
 * @param faults collects the faults of an HpdmError, and E_OPERATOR_FAILED with the user's file and line for any other error
 */
export function asked<A>({ operator, at }: Draft, ask: () => A, faults: Fault[]): A | undefined {
  try {
    return ask();
  } catch (error) {
    const { place, path } = at([]);
    if (error instanceof HpdmError) faults.push(...error.faults.map((fault) => ({ place, path, ...fault })));
    else faults.push({ place, path: `${path} (${operator.id})`, ...failureOf(error) });
    return undefined;
  }
}
