import sharp, { type OverlayOptions } from 'sharp';
import { HpdmError } from '../../dsl/index.js';
import type { Frames } from '../values/frames.js';
import { drawSheet } from './draw-sheet.js';
import { svgText } from './svg-text.js';

/** A picture of a gallery: RGB bytes of the height of its cells. */
export interface Cell {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** What is shown of one video, or of several that belong together: a caption, and pictures side by side. */
export interface Entry {
  readonly caption: string;
  readonly cells: readonly Cell[];
}

const GAP = 2;
/** Space between entries. */
const SPACE = 12;
const LABEL = 16;
const TITLE = 26;
/** Mean width of a letter of 11 pixels. */
const LETTER = 5.8;

/**
 * Bring a frame to the height of a gallery's cells: enlarged with hard pixels, made smaller softly.
 *
 * @param index of the frame
 */
export async function galleryCell(
  { width, height, channels, data }: Frames,
  index: number,
  cell: number,
): Promise<Cell> {
  const bytes = width * height * channels;
  const wide = Math.max(1, Math.round((cell * width) / height));
  const raw = { width, height, channels };
  const { data: small, info } = await sharp(data.subarray(index * bytes, (index + 1) * bytes), { raw })
    .resize(wide, cell, { kernel: cell >= height ? 'nearest' : 'lanczos3', fit: 'fill' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: small };
}

/**
 * Draw a gallery: entries from left to right and from top to bottom, each with its caption above its pictures.
 *
 * @param columns entries in a row
 * @param title at the top; none if empty
 * @returns the bytes of a PNG
 * fails E_EMPTY_SHEET when there is no entry
 */
export async function gallerySheet(entries: readonly Entry[], columns: number, title: string): Promise<Buffer> {
  if (entries.length === 0) throw empty();
  const wide = Math.max(...entries.map(({ cells }) => cells.reduce((sum, { width }) => sum + width + GAP, -GAP)));
  const high = LABEL + Math.max(...entries.flatMap(({ cells }) => cells.map(({ height }) => height)));
  const top = SPACE + (title === '' ? 0 : TITLE);
  const inRow = Math.min(columns, entries.length);
  const width = SPACE + inRow * (wide + SPACE);
  const height = top + Math.ceil(entries.length / inRow) * (high + SPACE);
  const pictures: OverlayOptions[] = [];
  const words = title === '' ? [] : [svgText(title, { x: SPACE, y: TITLE - 4, size: 15 })];
  for (const [i, { caption, cells }] of entries.entries()) {
    const [left, y] = [SPACE + (i % inRow) * (wide + SPACE), top + Math.floor(i / inRow) * (high + SPACE)];
    words.push(svgText(fitting(caption, wide + SPACE), { x: left, y: y + LABEL - 5, size: 11 }));
    let x = left;
    for (const { width, height, data } of cells) {
      const raw = { width, height, channels: channelsOf(data, width * height) };
      pictures.push({ input: Buffer.from(data), raw, left: x, top: y + LABEL });
      x += width + GAP;
    }
  }
  return drawSheet({ width, height }, pictures, words);
}

const channelsOf = ({ length }: Uint8Array, pixels: number): 1 | 3 => (length === pixels ? 1 : 3);

/** A caption that does not reach into the next one. */
function fitting(caption: string, width: number): string {
  const most = Math.floor(width / LETTER);
  return caption.length > most ? `${caption.slice(0, Math.max(1, most - 1))}…` : caption;
}

const empty = () =>
  new HpdmError({
    code: 'E_EMPTY_SHEET',
    expected: 'at least one video',
    got: 'none',
    try: 'check why the nodes before it made none',
  });
