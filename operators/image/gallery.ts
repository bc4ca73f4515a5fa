import { basename, dirname } from 'node:path';
import { bool, cancelled, int, list, optional, path, refusalsOf, stage, string } from '../../dsl/index.js';
import { Destination } from '../disk/destination.js';
import { centred } from '../pixels/centred.js';
import { fromTensor } from '../pixels/from-tensor.js';
import type { Entry } from '../pixels/gallery-sheet.js';
import { bytesOf } from '../tensor/sketch/measure.js';
import { tf } from '../tensor/tf.js';
import { texts } from '../values/texts.js';
import { video } from '../values/video.js';
import { checkPngPath } from './check-png-path.js';

/**
 * Draw a gallery as a PNG: an entry for every video of every item, with its caption; several inputs, such as a clip and what was sampled,
 * or the levels of a cascade, stand side by side.
 *
 * in   videos    a list, each [B, F, h, w, C] float32 in [-1, 1], C 1 or 3, of any size; only the frames shown are kept, as bytes
 *      captions  of the B videos; null for none
 * The file gets its final name when it is complete; a cancelled or failed run leaves no file.
 * fails E_OUTPUT_PATH, E_FOLDER, E_EXISTS before any item; E_EMPTY_SHEET, E_CHANNELS, E_NOT_FINITE, E_DISK_FULL
 */
export const imageGallery = stage({
  id: 'image.gallery',
  summary: 'Draw videos with their captions as one picture',
  in: { videos: list(video('B', 'F', 'h', 'w', 'C')), captions: optional(texts()) },
  out: {},
  with: {
    path: path('a .png file'),
    columns: int('entries in a row', { default: 6, min: 1, max: 256 }),
    frames: int('frames of each video, evenly spaced; of one, the middle', { default: 1, min: 1, max: 256 }),
    cell: int('height of a frame', { default: 64, min: 8, max: 2048, unit: 'pixels' }),
    title: string('title at the top; empty: none', { default: '' }),
    overwrite: bool('replace an existing file', { default: true }),
  },
  check: ({ path }) => refusalsOf(() => checkPngPath(path, 'with.path')),
  files: ({ path }) => ({ writes: { path } }),
  cost: (_, __, { inputs }) => ({ bytes: bytesOf(inputs) }),
  open: async ({ path, columns, frames, cell, title, overwrite }, { node, signal, wrote }) => {
    const place = `nodes.${node}.with.path`;
    checkPngPath(path, place);
    const destination = await Destination.open(dirname(path), basename(path), { place, overwrite });
    const entries: Entry[] = [];
    // loaded here because it is slow to load and checking does not need it
    const { galleryCell, gallerySheet } = await import('../pixels/gallery-sheet.js');
    const cellsOf = async (video: tf.Tensor5D, b: number): Promise<Entry['cells']> => {
      const one = tf.slice(video, [b, 0, 0, 0, 0], [1, -1, -1, -1, -1]);
      const pick = centred(video.shape[1], frames);
      const shown = await fromTensor(one, { pick, place: `nodes.${node}.in.videos` }).finally(() => {
        one.dispose();
      });
      return Promise.all(pick.map((_, i) => galleryCell(shown, i, cell)));
    };
    const finish = async () => {
      if (signal.aborted) throw cancelled();
      const png = await gallerySheet(entries, columns, title);
      await destination.write(basename(path), png);
      await destination.commit();
      // a PNG's header has its width and height
      const size = { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
      wrote({ path, bytes: png.length, facts: size });
    };
    return {
      next: async ({ videos, captions }) => {
        for (let b = 0; b < (videos[0]?.shape[0] ?? 0); b++) {
          const cells: Entry['cells'][number][] = [];
          for (const video of videos) cells.push(...(await cellsOf(video, b)));
          entries.push({ caption: captions?.[b] ?? '', cells });
        }
        return {};
      },
      done: () => finish().finally(() => destination.discard()),
      abort: () => destination.discard(),
    };
  },
});
