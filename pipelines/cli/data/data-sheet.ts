import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClipCache } from '../../../operators/clips/clip-cache.js';
import { readRows } from '../../../operators/clips/read-rows.js';
import type { StoredClip } from '../../../operators/clips/stored-clip.js';
import { contactSheet, type SheetRow } from '../../../operators/pixels/contact-sheet.js';
import type { Clip, Clips } from '../../../operators/values/clips.js';
import { spread } from './survey.js';

/** Height of a frame in pixels. */
const CELL = 72;
/** Frames of a clip, spread evenly. */
const COLUMNS = 6;
/** Characters of a row's label. */
const LABEL = 90;

/**
 * A contact sheet of clips as PNG: a row for each clip that can be read, spread evenly over the data set.
 *
 * @param count number of clips
 * fails E_EMPTY_SHEET when none can be read
 */
export async function dataSheet(clips: Clips, count: number, signal: AbortSignal): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'hpdm-sheet-'));
  try {
    const decoding = { height: CELL, width: CELL, channels: 3, fps: 0, crop: 'random', background: '#ffffff' } as const;
    const cache = await ClipCache.open(folder, decoding, { jobs: 0, place: 'sheet', signal });
    const indices = spread([...Array(clips.length).keys()], count);
    const rows = await Promise.all(
      indices.map(async (index) => {
        const clip = clips.at(index, 0);
        const found = await cache.get(clip);
        return 'stored' in found ? [await rowOf(found.stored, clip)] : [];
      }),
    );
    return await contactSheet(rows.flat(), { cell: CELL });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function rowOf(stored: StoredClip, clip: Clip): Promise<SheetRow> {
  const [count, height, width] = stored.shape;
  const columns = Math.min(count, COLUMNS);
  const shown = Array.from({ length: columns }, (_, i) => Math.floor(((i + 0.5) * count) / columns));
  const rows = await readRows(stored, new Map(shown.map((frame) => [frame, { from: 0, to: height }])));
  const data = Buffer.concat(
    shown.map((frame) => rows.get(frame)?.data.subarray(0, height * width * 3) ?? Buffer.alloc(0)),
  );
  const label = [clip.name, ...(clip.captions ?? []).slice(0, 1)].join('  ').slice(0, LABEL);
  return { frames: { width, height, channels: 3, count: columns, data }, label };
}
