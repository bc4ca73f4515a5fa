import { createHash } from 'node:crypto';
import type { Share } from '../../../dsl/index.js';
import type { SamplingFlags } from '../sample/sampling.js';
import type { SamplingRecord } from '../sample/sampling-record.js';
import { without } from '../sample/without.js';

/** A share of the videos of a sampling, as the queue holds it. */
export interface Job {
  /** The name of the sampling, the same for the same sampling. */
  readonly run: string;
  readonly share: Share;
  /** The flags of `hpdm sample` that say what is sampled; places of files are as a worker sees them. */
  readonly flags: SamplingFlags;
  /** What the sampling follows from where it was submitted; that of a worker must be the same. */
  readonly record: SamplingRecord;
}

/** The name of a sampling: a hash of what it follows from, where it goes, and how many jobs it is. */
export function runName(record: SamplingRecord, videos: readonly string[], jobs: number): string {
  const { parameters, hashes, parts, hpdm } = record;
  const own = JSON.stringify([hpdm, parts, without(parameters, 'checkpoint', 'in'), hashes, videos[0], jobs]);
  return createHash('sha256').update(own).digest('hex').slice(0, 10);
}
