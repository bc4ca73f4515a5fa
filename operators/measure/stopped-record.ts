import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stopped } from '../../dsl/index.js';
import { replaceFile } from '../disk/replace-file.js';
import { itemsIn, numberOf } from './videos-in.js';

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

/** Where a record stopped; a record of fewer videos goes on where more are asked for, unless there were no more. */
export function stoppedRecord(folder: string, asked: number): Stopped | undefined {
  const item = itemsIn(folder);
  if (item === 0) return undefined;
  const path = join(folder, SUMMARY);
  if (!existsSync(path)) return { item, complete: false };
  const summary = JSON.parse(readFileSync(path, 'utf8')) as Summary;
  const ended = summary.asked === 0 || summary.videos < summary.asked;
  return { item, complete: ended || (asked > 0 && asked <= summary.videos) };
}
