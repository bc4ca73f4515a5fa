import { cancelled, HpdmError, itemAt, type RunEvent, type Share } from '../../../dsl/index.js';
import { version } from '../../../operators/disk/version.js';
import { load } from '../../api/load.js';
import { execute, type ExecuteOptions } from '../execute.js';
import { given, type RunFlags } from '../run-flags.js';
import type { RunReport } from '../run-report.js';
import { comparable, differences } from './differences.js';
import { videosOf } from './read-share.js';
import { Records } from './records.js';
import { readRecord, type SamplingRecord } from './sampling-record.js';
import { samplingOf, type Sampling, type SamplingFlags } from './sampling.js';
import { refuseReplaced } from './refuse-replaced.js';
import { beginIn, forget, hasFinished, isOf } from './unfinished.js';
import { unmadeVideos, type VideoRange } from './unmade-videos.js';

type Flags = SamplingFlags &
  RunFlags &
  Pick<ExecuteOptions, 'fallbackKnown' | 'gang'> & {
    /** What goes on with a sampling that was stopped, given its output; the same command with --resume if left out. */
    readonly goesOn?: (out: string) => string;
  };

/** What whoever submitted a share adds. */
export interface Submitted {
  /** What the sampling follows from where it was submitted. */
  readonly expected?: SamplingRecord;
  readonly onEvent?: (event: RunEvent) => void;
}

/**
 * Sample what flags ask for, and keep a record beside each video. Of a share, those videos are made that are not there yet.
 *
 * fails E_JOB where the sampling is another one than is expected; otherwise like `samplingOf`, `unmadeVideos` and `execute`
 */
export async function runSampling(flags: Flags, report: RunReport, submitted: Submitted = {}): Promise<void> {
  const sampling = await samplingOf(flags);
  const { record, keep } = sampling;
  if (submitted.expected !== undefined) refuseOther(submitted.expected, record);
  const { share, dryRun, resume, gang } = flags;
  if (gang === undefined || gang.rank === 0) warnOfNothing(record);
  if (flags.like !== undefined) warnOfVersion(flags.like);
  if (share === undefined) refuseReplaced(sampling.videos);
  const ranges = share === undefined ? [undefined] : leftOf(sampling, share, flags.quiet === true);
  const goesOn = resume === true || (share !== undefined && keep !== undefined && isOf(keep, record));
  // of members, the leader alone keeps what is finished
  const keeps = dryRun !== true && (gang === undefined || gang.rank === 0) ? keep : undefined;
  if (keeps !== undefined && ranges.length > 0) await beginIn(keeps, record, goesOn);
  try {
    for (const range of ranges) await sample(sampling, range, { ...flags, ...submitted }, report);
  } catch (error) {
    if (keeps !== undefined && !hasFinished(keeps)) await forget(keeps);
    throw error;
  }
  if (keeps !== undefined) await forget(keeps);
}

/** Say so where an earlier video was made by another version. */
function warnOfVersion(like: string): void {
  const { hpdm } = readRecord(like);
  if (hpdm === version) return;
  process.stderr.write(`warning: ${like} is of hpdm ${hpdm}, and this is ${version}: the videos may differ\n`);
}

/** Say so where a cascade of texts or classes is asked for neither. */
function warnOfNothing({ parts, cascade }: SamplingRecord): void {
  const { kind } = cascade.condition;
  if (kind === 'none' || parts.condition !== 'none') return;
  const [what, flag] = kind === 'text' ? ['text', '--prompt "polar bear"'] : ['class', '--class 0'];
  process.stderr.write(`warning: no ${what} is asked for, so the videos are of any kind; ${flag} asks for one\n`);
}

/** The videos of a share that are to be made. */
function leftOf({ videos, record }: Sampling, share: Share, quiet: boolean): readonly VideoRange[] {
  const own = videosOf(share, videos.length);
  const ranges = unmadeVideos(videos, record, own);
  const count = ranges.reduce((sum, range) => sum + range.count, 0);
  const numbers =
    own.count === 0
      ? 'no video'
      : own.count === 1
        ? `video ${own.first}`
        : `videos ${own.first} to ${own.first + own.count - 1}`;
  const left =
    count === 0
      ? 'nothing left to do'
      : `${own.count - count} ${own.count - count === 1 ? 'is' : 'are'} there, ${count} to make`;
  if (!quiet) process.stderr.write(`share ${share.index}/${share.of}: ${numbers} of ${videos.length}; ${left}\n`);
  return ranges;
}

/** Sample some of the videos, all where nothing says which. */
async function sample(
  { document, values, record, videos, keep }: Sampling,
  range: VideoRange | undefined,
  flags: Flags & Submitted,
  report: RunReport,
): Promise<void> {
  const { backend = record.backend, gang } = flags;
  const own = range === undefined ? videos : videos.slice(range.first, range.first + range.count);
  const part = gang && { index: gang.rank, of: gang.addresses.length };
  const graph = await load(document, { ...values, ...range, ...(range && { outs: own }) }, [], flags.memory, part);
  const seed = Number(record.parameters['seed']);
  const records = new Records(record, own, report);
  const onEvent = (event: RunEvent): void => {
    if (event.type === 'wrote') records.keepBeside(event.path);
    flags.onEvent?.(event);
  };
  const again = range === undefined ? (flags.goesOn?.(itemAt(videos, 0)) ?? '--resume') : 'the same command';
  const options = { ...flags, ...given({ backend }), seed, report, onEvent, facts: comparable(record) };
  if (flags.dryRun === true || (gang !== undefined && gang.rank > 0)) return execute(graph, options);
  await execute(graph, options)
    .finally(() => records.kept())
    .catch((error: unknown) => stopped(error, keep, again));
}

/** Refuse to make videos of another sampling than was submitted. */
function refuseOther(expected: SamplingRecord, now: SamplingRecord): void {
  const changed = differences(expected, now);
  if (changed.length === 0) return;
  throw new HpdmError({
    code: 'E_JOB',
    expected: 'the version of hpdm and the files of where the job was submitted',
    got: `another ${changed.join(', ')}`,
    try: 'copy them to this machine, or submit again',
  });
}

/** Say how a sampling goes on that was stopped, if anything of it is finished. */
function stopped(error: unknown, keep: string | undefined, how: string): never {
  const isStopped = error instanceof HpdmError && error.code === 'E_CANCELLED';
  throw isStopped && keep !== undefined && hasFinished(keep) ? cancelled(`stopped; ${how} goes on`) : error;
}
