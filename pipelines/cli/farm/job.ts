import type { Share } from '../../../dsl/index.js';
import type { SamplingFlags } from '../sample/sampling.js';
import type { SamplingRecord } from '../sample/sampling-record.js';
import type { DocumentOfJobs } from './document-of-jobs.js';

/** A part of a run, as the queue holds it. */
export type Job = SamplingJob | DocumentJob;

interface PartOfRun {
  /** The name of the run, the same for the same work. */
  readonly run: string;
  /** Which part this is. */
  readonly share: Share;
}

/** A share of the videos of a sampling. */
export interface SamplingJob extends PartOfRun {
  /** The flags of `hpdm sample` that say what is sampled; places of files are as a worker sees them. */
  readonly flags: SamplingFlags;
  /** What the sampling follows from where it was submitted; that of a worker must be the same. */
  readonly record: SamplingRecord;
}

/** A copy of a node with `spread: jobs`. */
export interface DocumentJob extends PartOfRun {
  readonly document: DocumentOfJobs;
}
