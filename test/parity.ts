import { appendFileSync } from 'node:fs';
import { expect } from '@jest/globals';

/** How far something that two backends computed is apart, and how far it may be. */
export interface Parity {
  readonly what: string;
  readonly difference: number;
  readonly limit: number;
}

/** Expect a difference between two backends to be below a limit; the file in HPDM_PARITY, if any, gets a line for each (`bench/gpu`). */
export function expectParity(parity: Parity): void {
  const file = process.env['HPDM_PARITY'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(parity)}\n`);
  expect(parity.difference).toBeLessThan(parity.limit);
}
