import { replaceFile } from '../../../operators/disk/replace-file.js';
import { cancelled, HpdmError } from '../../../dsl/index.js';
import { load } from '../../api/load.js';
import { execute, type ExecuteOptions } from '../execute.js';
import { given, type RunFlags } from '../run-flags.js';
import type { RunReport } from '../run-report.js';
import { samplingOf, type SamplingFlags } from './sampling.js';
import { beginIn, forget, hasFinished } from './unfinished.js';
import type { SamplingRecord } from './sampling-record.js';

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
  const sample = () => execute(graph, { ...flags, ...given({ backend }), seed, report });
  if (flags.dryRun === true) return sample();
  if (keep !== undefined) await beginIn(keep, record, flags.resume === true);
  await sample().catch((error: unknown) => stopped(error, keep));
  if (keep !== undefined) await forget(keep);
  await keepRecord(record, videos, report);
}

/** What is finished of a sampling that ended early is kept, if anything is. */
async function stopped(error: unknown, keep: string | undefined): Promise<never> {
  if (keep === undefined) throw error;
  if (!hasFinished(keep)) await forget(keep);
  else if (error instanceof HpdmError && error.code === 'E_CANCELLED') throw cancelled('stopped; --resume goes on');
  throw error;
}

/** Write what a sampling follows from beside its videos, for --like. */
async function keepRecord(record: SamplingRecord, videos: readonly string[], report: RunReport): Promise<void> {
  const content = Buffer.from(`${JSON.stringify({ ...record, backend: report.device.split(',')[0] }, null, 2)}\n`);
  for (const path of videos.flatMap((video) => recordBeside(video) ?? [])) {
    await replaceFile(path, [content]);
    report.add({ path, bytes: content.length });
  }
}

/** `out/fox.json` for `out/fox.mp4`, `out/frames.json` for the folder `out/frames/`; undefined for a stream without a file. */
function recordBeside(video: string): string | undefined {
  if (video === '-' || /^\w+:/.test(video)) return undefined;
  return video.endsWith('/') ? `${video.slice(0, -1)}.json` : video.replace(/(\.\w+)?$/, '.json');
}
