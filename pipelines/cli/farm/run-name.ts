import { createHash } from 'node:crypto';
import type { SamplingRecord } from '../sample/sampling-record.js';
import { without } from '../sample/without.js';

/** The name of a sampling: a hash of what it follows from, where it goes, and how many jobs it is. */
export function runName(record: SamplingRecord, videos: readonly string[], jobs: number): string {
  const { parameters, hashes, parts, hpdm } = record;
  return nameOf([hpdm, parts, without(parameters, 'checkpoint', 'in'), hashes, videos[0], jobs]);
}

/** A short name of whatever JSON can hold, the same for the same. */
export const nameOf = (what: unknown): string =>
  createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 10);
