import { isDeepStrictEqual } from 'node:util';
import type { SamplingRecord } from './sampling-record.js';
import { without } from './without.js';

/**
 * In what two samplings differ, by name, such as `seed` or `cascade`; empty for the same. The backend and the places of files do not count: what
 * is in the files does.
 */
export function differences(earlier: SamplingRecord, now: SamplingRecord): string[] {
  const [before, after] = [comparable(earlier), comparable(now)];
  return Object.keys({ ...before, ...after }).filter((name) => !isDeepStrictEqual(before[name], after[name]));
}

/** What a sampling follows from, as JSON has it. */
export function comparable({ hpdm, parts, parameters, cascade, hashes }: SamplingRecord): Record<string, unknown> {
  const { checkpoint, in: source } = hashes;
  const whole = { ...parts, ...without(parameters, 'checkpoint', 'in'), hpdm, cascade, checkpoint, in: source };
  return JSON.parse(JSON.stringify(whole)) as Record<string, unknown>;
}
