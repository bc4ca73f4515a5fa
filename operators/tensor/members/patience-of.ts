import { HpdmError } from '../../../dsl/index.js';
import type { Environment } from './gang.js';
import type { Patience } from './server-def.js';

/** Seconds that members wait for each other at the beginning, and for a sign of life later. */
const [JOIN, HEARTBEAT] = [300, 10];

/**
 * How long members wait for each other: HPDM_MEMBERS_JOIN seconds until all have come, HPDM_MEMBERS_HEARTBEAT seconds for a sign of life.
 *
 * fails E_MEMBERS for a variable that is no number of seconds
 */
export const patienceOf = (env: Environment): Patience => ({
  joinMs: 1000 * seconds(env, 'HPDM_MEMBERS_JOIN', JOIN),
  heartbeatMs: 1000 * seconds(env, 'HPDM_MEMBERS_HEARTBEAT', HEARTBEAT),
});

function seconds(env: Environment, name: string, usual: number): number {
  const value = Number(env[name] ?? usual);
  if (Number.isInteger(value) && value >= 1) return value;
  const expected = `${name}: a whole number of seconds, 1 or more`;
  throw new HpdmError({ code: 'E_MEMBERS', expected, got: `${env[name]}`, try: `${name}=${usual}` });
}
