import sharp, { type OverlayOptions } from 'sharp';
import { HpdmError } from '../../dsl/index.js';
import type { Frames } from '../values/frames.js';
import { drawSheet } from './draw-sheet.js';
import { svgText } from './svg-text.js';

/** One row of a sheet. */
export interface SheetRow {
  /** The frames to show, from left to right; rows may differ in the number and size of their frames. */
  readonly frames: Frames;
  /** The text above the row; by default the size of its frames. */
  readonly label?: string;
}

/** Options for the look of a contact sheet. */
export interface SheetOptions {
  /** Height of a cell in pixels; its width follows from the aspect ratio of the row's frames. Default 96. */
  readonly cell?: number;
  /** The title at the top; none if empty. */
  readonly title?: string;
  /** Whether rows have labels. Default true. */
  readonly labels?: boolean;
}

const GAP = 4;
const LABEL = 18;
const TITLE = 26;

/**
 * Draw a contact sheet: one row per entry, with every frame scaled to the cell height without smoothing.
 * @returns the bytes of a PNG
 * fails E_EMPTY_SHEET when there is no frame to show
 */
export async function contactSheet(rows: readonly SheetRow[], options: SheetOptions = {}): Promise<Buffer> {
  const { cell = 96, title = '', labels = true } = options;
  const shown = rows.filter(({ frames }) => frames.count > 0);
  if (shown.length === 0) {
    throw new HpdmError({
      code: 'E_EMPTY_SHEET',
      expected: 'at least one row with a frame',
      got: 'none',
      try: 'check why the nodes before it produced no frames',
    });
  }
  const top = GAP + (title === '' ? 0 : TITLE);
  const pitch = cell + GAP + (labels ? LABEL : 0);
  const widthOf = ({ width, height }: Frames) => Math.max(1, Math.round((cell * width) / height));
  const width = GAP + Math.max(...shown.map(({ frames }) => frames.count * (widthOf(frames) + GAP)));
  const height = top + shown.length * pitch;
  const cells: OverlayOptions[] = [];
  for (const [r, { frames }] of shown.entries()) {
    const size = widthOf(frames);
    for (let f = 0; f < frames.count; f++) {
      const place = { left: GAP + f * (size + GAP), top: top + r * pitch + (labels ? LABEL : 0) };
      cells.push({ input: await drawCell(frames, f, size, cell), ...place });
    }
  }
  const labelAt = ({ label, frames }: SheetRow, r: number): string =>
    svgText(label ?? sizeOf(frames), { x: GAP, y: top + r * pitch + LABEL - 5, size: 11 });
  const words = [
    ...(title === '' ? [] : [svgText(title, { x: GAP, y: TITLE - 8, size: 15 })]),
    ...(labels ? shown.map(labelAt) : []),
  ];
  return drawSheet({ width, height }, cells, words);
}

/** Frame `index` as a PNG of `width` by `height`. */
function drawCell(frames: Frames, index: number, width: number, height: number): Promise<Buffer> {
  const bytes = frames.width * frames.height * frames.channels;
  const raw = { width: frames.width, height: frames.height, channels: frames.channels };
  return sharp(frames.data.subarray(index * bytes, (index + 1) * bytes), { raw })
    .resize(width, height, { kernel: 'nearest', fit: 'fill' })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

const sizeOf = ({ width, height }: Frames) => `${width}×${height}`;
