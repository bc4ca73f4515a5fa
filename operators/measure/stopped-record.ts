import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stopped } from '../../dsl/index.js';
import { replaceFile } from '../disk/replace-file.js';
import { itemsIn, numberOf, videosIn } from './videos-in.js';

/** Written when all items are there. */
interface Summary {
  readonly videos: number;
  /** Videos that were asked for; 0: all there are. */
  readonly asked: number;
}

const SUMMARY = 'record.json';

/** Remove the items from a number on, and what says that the record is complete, because they are made anew. */
export async function forgetItems(folder: string, first: number): Promise<void> {
  await rm(join(folder, SUMMARY), { force: true });
  for (const name of readdirSync(folder)) {
    if (numberOf(name) >= first) await rm(join(folder, name));
  }
}

/** Say that a record is complete. */
export const completeRecord = (folder: string, summary: Summary): Promise<void> =>
  replaceFile(join(folder, SUMMARY), [Buffer.from(`${JSON.stringify(summary)}\n`)]);

/**
 * Where a record stopped. It is complete if it has as many videos as are asked for, also where the run that made it was killed; a record of
 * fewer goes on, unless there were no more.
 */
export function stoppedRecord(folder: string, asked: number): Stopped | undefined {
  const item = itemsIn(folder);
  if (item === 0) return undefined;
  return { item, complete: (asked > 0 && videosIn(folder) >= asked) || endedByItself(join(folder, SUMMARY)) };
}

/** Whether a record has all videos that came, because all were asked for, or there were no more. */
function endedByItself(path: string): boolean {
  if (!existsSync(path)) return false;
  const { asked, videos } = JSON.parse(readFileSync(path, 'utf8')) as Summary;
  return asked === 0 || videos < asked;
}
