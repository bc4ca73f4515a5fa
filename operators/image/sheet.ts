import { basename, dirname } from 'node:path';
import { bool, cancelled, int, list, optional, path, refusalsOf, stage, string, strings } from '../../dsl/index.js';
import { slab } from '../values/slab.js';
import { video } from '../values/video.js';
import { Destination } from '../disk/destination.js';
import { bytesOf } from '../tensor/sketch/measure.js';
import { fromTensor } from '../pixels/from-tensor.js';
import { evenly } from '../pixels/evenly.js';
import { GrowingRow } from '../pixels/growing-row.js';
import type { SheetRow } from '../pixels/contact-sheet.js';
import { checkPngPath } from './check-png-path.js';

/**
 * Draw a contact sheet of videos as a PNG: one row per video (for example the levels of a cascade), with
 * `columns` evenly spaced frames; a batch is laid out as a grid inside each cell.
 *
 * in   videos  a list, each [B, F, h, w, C] float32 in [-1, 1], C 1 or 3, of any size; only the frames shown are kept, as bytes
 *      slab    where the videos come slab by slab, perhaps in groups: then every item adds to the same rows, whose frames are about evenly
 *              spaced, with the videos of all groups
 * The file gets its final name when it is complete; a cancelled or failed run leaves no file.
 * fails E_OUTPUT_PATH, E_FOLDER, E_EXISTS before any item; E_EMPTY_SHEET, E_CHANNELS, E_NOT_FINITE, E_DISK_FULL
 */
export const imageSheet = stage({
  id: 'image.sheet',
  summary: 'Draw a contact sheet of videos',
  in: { videos: list(video('B', 'F', 'h', 'w', 'C')), slab: optional(slab()) },
  out: {},
  with: {
    path: path('a .png file'),
    columns: int('frames per row, evenly spaced', { default: 8, min: 1, max: 256 }),
    cell: int('height of a cell', { default: 96, min: 8, max: 2048, unit: 'pixels' }),
    title: string('title at the top; empty: none', { default: '' }),
    labels: bool('label the rows', { default: true }),
    names: strings('labels of the rows in the order of their arrival; rows without one show the size of their frames', {
      default: [],
    }),
    overwrite: bool('replace an existing file', { default: true }),
  },
  check: ({ path }) => refusalsOf(() => checkPngPath(path, 'with.path')),
  files: ({ path }) => ({ writes: { path } }),
  cost: (_, __, { inputs }) => ({ bytes: bytesOf(inputs) }),
  open: async ({ path, columns, cell, title, labels, names, overwrite }, { node, signal, wrote }) => {
    const place = `nodes.${node}.with.path`;
    checkPngPath(path, place);
    const destination = await Destination.open(dirname(path), basename(path), { place, overwrite });
    let rows: SheetRow[] = [];
    /** The videos that come in slabs. */
    const growing: GrowingRow[] = [];
    const finish = async () => {
      if (signal.aborted) throw cancelled();
      const { contactSheet } = await import('../pixels/contact-sheet.js'); // loaded here because it is slow to load and checking does not need it
      if (growing.length > 0) rows = growing.map((row, i) => ({ frames: row.frames(), label: names[i] ?? row.label }));
      const png = await contactSheet(rows, { cell, title, labels });
      await destination.write(basename(path), png);
      await destination.commit();
      // a PNG's header has its width and height
      const size = { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
      wrote({ path, bytes: png.length, facts: size });
    };
    return {
      next: async ({ videos, slab }) => {
        if (slab !== undefined) {
          for (const [i, video] of videos.entries()) {
            await (growing[i] ??= new GrowingRow(columns, `nodes.${node}.in.videos`)).add(video, slab.videos);
          }
          return {};
        }
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
