import sharp from 'sharp';
import { gallerySheet, type Cell, type Entry } from '../pixels/gallery-sheet.js';
import type { Measured } from '../values/record.js';
import { videosOf } from './recorded-item.js';
import type { TrialResult } from './trial-results.js';

/** Samples of each row in a sheet. */
const SHOWN = 4;

/** A sheet with samples of each row, by its first seed, and real videos: PNG. The samples of a number have the same noise. */
export async function tableSheet(results: readonly TrialResult[], signal: AbortSignal): Promise<Buffer> {
  const last = new Map<string, TrialResult>();
  for (const result of results) {
    const before = last.get(result.row);
    if (before === undefined || before.seed === result.seed) last.set(result.row, result);
  }
  const entries: Entry[] = [];
  for (const { row, seed, records } of last.values()) {
    entries.push({ caption: `${row}, seed ${seed}`, cells: await cellsOf(records.sampled, signal) });
  }
  const [first] = results;
  if (first) entries.push({ caption: 'real videos', cells: await cellsOf(first.records.real, signal) });
  return gallerySheet(entries, 1, '');
}

async function cellsOf(folder: string, signal: AbortSignal): Promise<Cell[]> {
  const record: Measured = { folder, count: SHOWN };
  const cells: Cell[] = [];
  for await (const { strip } of videosOf(record, signal)) {
    const { data, info } = await sharp(strip)
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    cells.push({ width: info.width, height: info.height, data });
  }
  return cells;
}
