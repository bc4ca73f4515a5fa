import { replaceFile } from '../../../operators/disk/replace-file.js';
import { load } from '../../api/load.js';
import { execute, type ExecuteOptions } from '../execute.js';
import { given, type RunFlags } from '../run-flags.js';
import type { RunReport } from '../run-report.js';
import { samplingOf, type SamplingFlags } from './sampling.js';
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
  const { document, values, record, videos } = await samplingOf(flags);
  const { backend = record.backend } = flags;
  const graph = await load(document, values, [], flags.memory);
  await execute(graph, { ...flags, ...given({ backend }), seed: Number(record.parameters['seed']), report });
  if (flags.dryRun !== true) await keepRecord(record, videos, report);
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
