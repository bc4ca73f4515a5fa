import { existsSync } from 'node:fs';
import { HpdmError } from '../../../dsl/index.js';
import { recordBeside } from './record-beside.js';
import { readRecord } from './sampling-record.js';

/**
 * Refuse videos whose records would replace files that are no records: the user names a video, `out/fox.mp4`, and not the `out/fox.json` beside it.
 *
 * fails E_EXISTS
 */
export function refuseReplaced(videos: readonly string[]): void {
  for (const video of videos) {
    const record = recordBeside(video);
    if (record === undefined || !existsSync(record) || isRecord(record)) continue;
    throw new HpdmError({
      ...{ code: 'E_EXISTS', path: '--out', expected: `a place for the record of ${video}` },
      ...{ got: `${record}, which is something else`, try: 'another --out, or move that file' },
    });
  }
}

function isRecord(path: string): boolean {
  try {
    readRecord(path);
    return true;
  } catch {
    return false;
  }
}
