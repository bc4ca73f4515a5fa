/** What is said of a job, or of a run when it is submitted. */
export type Report =
  /** A run is submitted: as so many jobs. */
  | { readonly state: 'submitted'; readonly run: string; readonly of: number; readonly about: string }
  /** A worker makes a job, or has begun to, for the nth time. */
  | (OfJob & { readonly state: 'running'; readonly done?: number; readonly total?: number })
  /** A try has failed, and another one follows. */
  | (OfJob & { readonly state: 'again'; readonly error: string })
  | (OfJob & { readonly state: 'done'; readonly seconds: number })
  /** All tries have failed: nobody takes the job again. */
  | (OfJob & { readonly state: 'failed'; readonly error: string });

/** The job of which something is said, and by whom. */
export interface OfJob {
  readonly run: string;
  readonly job: number;
  readonly of: number;
  readonly worker: string;
  readonly try: number;
}

/**
 * The last part of a report's subject. The queue keeps the last report of each subject, so a late word of a worker that was taken for lost does not
 * replace the end of its job.
 */
export const topicOf = (report: Report): string =>
  report.state === 'submitted'
    ? `${report.run}.run`
    : `${report.run}.${report.job}.${report.state === 'done' || report.state === 'failed' ? 'end' : 'running'}`;
