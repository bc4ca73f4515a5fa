import { cancelled, HpdmError, type RunEvent } from '../../../dsl/index.js';
import { load } from '../../api/load.js';
import { execute, type ExecuteOptions } from '../execute.js';
import { given, type RunFlags } from '../run-flags.js';
import type { RunReport } from '../run-report.js';
import { Records } from './records.js';
import { samplingOf, type SamplingFlags } from './sampling.js';
import { beginIn, forget, hasFinished } from './unfinished.js';

/**
 * Sample what flags ask for, and keep a record beside each video.
 *
 * fails like `samplingOf` and `execute`
 */
export async function runSampling(
  flags: SamplingFlags & RunFlags & Pick<ExecuteOptions, 'fallbackKnown'>,
  report: RunReport,
): Promise<void> {
  const { document, values, record, videos, keep } = await samplingOf(flags);
  const { backend = record.backend } = flags;
  const graph = await load(document, values, [], flags.memory);
  const seed = Number(record.parameters['seed']);
  const records = new Records(record, videos, report);
  const onEvent = (event: RunEvent): void => {
    if (event.type === 'wrote') records.keepBeside(event.path);
  };
  const sample = () => execute(graph, { ...flags, ...given({ backend }), seed, report, onEvent });
  if (flags.dryRun === true) return sample();
  if (keep !== undefined) await beginIn(keep, record, flags.resume === true);
  await sample()
    .finally(() => records.kept())
    .catch((error: unknown) => stopped(error, keep));
  if (keep !== undefined) await forget(keep);
}

/** What is finished of a sampling that ended early is kept, if anything is. */
async function stopped(error: unknown, keep: string | undefined): Promise<never> {
  if (keep === undefined) throw error;
  if (!hasFinished(keep)) await forget(keep);
  else if (error instanceof HpdmError && error.code === 'E_CANCELLED') throw cancelled('stopped; --resume goes on');
  throw error;
}
