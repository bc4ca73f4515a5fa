import type { Fault } from '../../../dsl/index.js';
import type { Protocol, Refused } from '../protocol.js';

/** What the studio refused, in its own words. */
export class RefusedError extends Error {
  readonly faults: readonly Fault[];

  constructor({ faults }: Refused) {
    super(faults.map(said).join('\n'));
    this.name = 'RefusedError';
    this.faults = faults;
  }
}

/** A fault in a line. */
export const said = ({ message, expected, got, try: advice }: Fault): string =>
  [message ?? `expected ${expected ?? ''}, got ${got ?? ''}`, advice === undefined ? '' : `try: ${advice}`]
    .filter((part) => part !== '')
    .join('; ');

/**
 * Ask the studio for something. Paths are relative to the page, whose own has the token.
 *
 * fails RefusedError, or TypeError when the studio does not answer
 */
export async function ask<K extends keyof Protocol>(
  what: K,
  sent: Protocol[K]['sent'],
  query: Readonly<Record<string, string>> = {},
): Promise<Protocol[K]['answer']> {
  const [method = '', path = ''] = what.split(' /');
  const body =
    sent === undefined ? {} : { body: JSON.stringify(sent), headers: { 'content-type': 'application/json' } };
  const response = await fetch(`${path}?${new URLSearchParams(query).toString()}`, { method, ...body });
  const answer: unknown = await response.json();
  if (!response.ok) throw new RefusedError(answer as Refused);
  return answer as Protocol[K]['answer'];
}
