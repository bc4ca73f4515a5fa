import { existsSync } from 'node:fs';
import { HpdmError } from '../../../dsl/index.js';
import { differences } from './differences.js';
import { recordBeside } from './record-beside.js';
import { readRecord, type SamplingRecord } from './sampling-record.js';

/** Videos that follow each other, by their numbers. */
export interface VideoRange {
  readonly first: number;
  readonly count: number;
}

/**
 * Those of some videos that are not there yet, with the record of their sampling beside them.
 *
 * @param videos the files of all videos of the sampling
 * fails E_EXISTS when a record is that of another sampling, or none
 */
export function unmadeVideos(
  videos: readonly string[],
  record: SamplingRecord,
  { first, count }: VideoRange,
): VideoRange[] {
  const unmade: VideoRange[] = [];
  for (const [i, video] of videos.slice(first, first + count).entries()) {
    if (isMade(video, record)) continue;
    const last = unmade.at(-1);
    if (last !== undefined && last.first + last.count === first + i)
      unmade.splice(-1, 1, { ...last, count: last.count + 1 });
    else unmade.push({ first: first + i, count: 1 });
  }
  return unmade;
}

function isMade(video: string, record: SamplingRecord): boolean {
  const beside = recordBeside(video) ?? '';
  if (!existsSync(beside)) return false;
  const changed = differences(recordAt(beside), record);
  if (changed.length === 0) return existsSync(video);
  throw taken(`${video}, of a sampling with another ${changed.join(', ')}`);
}

/** The record in a file beside a video. */
function recordAt(path: string): SamplingRecord {
  try {
    return readRecord(path);
  } catch {
    throw taken(`${path}, which is no record of a sampling`);
  }
}

const taken = (got: string): HpdmError =>
  new HpdmError({
    code: 'E_EXISTS',
    path: '--out',
    expected: 'videos of this sampling, or none',
    got,
    try: 'the flags with which these videos were begun, or another folder',
  });
