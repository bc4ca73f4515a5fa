/** What must not compile; `npm run typecheck` reads this file. Nothing here runs. */
import { HpdmError, type Fault, type Refusal } from 'hpdm';

new HpdmError({ code: 'E_CYCLE' });
new HpdmError({ code: 'X_TINT_COLOUR', message: 'a code of a module of operators' });
// @ts-expect-error a code that is not in the table
new HpdmError({ code: 'E_CIRCLE' });
// @ts-expect-error neither E_… of the table nor X_…
new HpdmError([{ code: 'TINT' }]);

/** Code that only passes codes on is held to the table too. */
export const refusal = (code: string): Refusal => ({
  // @ts-expect-error it may be any text
  code,
});
export const fault: Fault = {
  // @ts-expect-error the end of a code is made up
  code: `E_${String(1)}`,
};
