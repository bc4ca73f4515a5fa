import { basename, dirname, extname } from 'node:path';
import { HpdmError, bool, cancelled, int, list, path, refusalsOf, stage, string, strings } from '../../dsl/index.js';
import { video } from '../values/video.js';
import { Destination } from '../disk/destination.js';
import { bytesOf } from '../tensor/sketch/measure.js';
import { fromTensor } from '../pixels/from-tensor.js';
import type { SheetRow } from '../pixels/contact-sheet.js';

/**
 * Draw a contact sheet of videos as a PNG: a row per video (the levels of a cascade, say), with
 * `columns` evenly chosen frames; a batch is laid out as a grid inside each cell.
 *
 * in   videos  a list, each [B, F, h, w, C] float32 in [-1, 1], C 1 or 3, of any size; only the frames shown are kept, as bytes
 * The file is renamed into place when done; a cancelled or failed run leaves nothing there.
 * fails E_OUTPUT_PATH, E_FOLDER, E_EXISTS before any item; E_EMPTY_SHEET, E_CHANNELS, E_NOT_FINITE, E_DISK_FULL
 */
export const imageSheet = stage({
  id: 'image.sheet',
  summary: 'Draw a contact sheet of videos',
  in: { videos: list(video('B', 'F', 'h', 'w', 'C')) },
  out: {},
  with: {
    path: path('a .png file'),
    columns: int('frames per row, evenly chosen', { default: 8, min: 1, max: 256 }),
    cell: int('height of a cell', { default: 96, min: 8, max: 2048, unit: 'pixels' }),
    title: string('written at the top; empty: none', { default: '' }),
    labels: bool('label the rows', { default: true }),
    names: strings('labels of the rows in order of arrival; the frames’ size where there are fewer', { default: [] }),
    overwrite: bool('replace what stands at the path', { default: true }),
  },
  check: ({ path }) => refusalsOf(() => checkName(path, 'with.path')),
  cost: (_, __, { inputs }) => ({ bytes: bytesOf(inputs) }),
  open: async ({ path, columns, cell, title, labels, names, overwrite }, { node, signal }) => {
    const place = `nodes.${node}.with.path`;
    checkName(path, place);
    const destination = await Destination.open(dirname(path), basename(path), { place, overwrite });
    const rows: SheetRow[] = [];
    const finish = async () => {
      if (signal.aborted) throw cancelled();
      const { contactSheet } = await import('../pixels/contact-sheet.js'); // sharp takes its time to load, and checking needs none
      const png = await contactSheet(rows, { cell, title, labels });
      await destination.write(basename(path), png);
      await destination.commit();
    };
    return {
      next: async ({ videos }) => {
        for (const video of videos) {
          const [, frameCount, height, width] = video.shape;
          const pick = evenly(frameCount, columns);
          const frames = await fromTensor(video, { pick, place: `nodes.${node}.in.videos` });
          rows.push({ frames, label: names[rows.length] ?? `${frameCount} × ${width}×${height}` });
        }
        return {};
      },
      done: () => finish().finally(() => destination.discard()),
      abort: () => destination.discard(),
    };
  },
});

/** `wanted` of `count` frames, evenly spread and with both ends; all of them when there are no more. */
export function evenly(count: number, wanted: number): number[] {
  const shown = Math.min(count, wanted);
  return Array.from({ length: shown }, (_, i) => (shown === 1 ? 0 : Math.round((i * (count - 1)) / (shown - 1))));
}

function checkName(path: string, place: string): void {
  if (extname(path).toLowerCase() === '.png') return;
  const advice = `${path.slice(0, path.length - extname(path).length) || 'sheet'}.png`;
  throw new HpdmError({
    code: 'E_OUTPUT_PATH',
    path: place,
    expected: 'a file ending in .png',
    got: path,
    try: advice,
  });
}
