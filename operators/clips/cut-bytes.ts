import { entryOf, itemAt, type Size } from '../../dsl/index.js';
import type { ClipView } from './clip-view.js';
import { readRows, type RowRange, type Rows } from './read-rows.js';
import type { StoredClip } from './stored-clip.js';

/** A box of a video and how much it is made smaller: pixel [f, h, w] of the cut is the mean of `factor` pixels. */
export interface Cut {
  /** First frame, row and column, in pixels of the video. */
  readonly origin: Size;
  /** Frames, rows and columns of the cut. */
  readonly size: Size;
  readonly factor: Size;
  /** `pick`: only the middle one of the frames that a frame of the cut covers; `average`: the mean of all. */
  readonly time: 'pick' | 'average';
  /** Where the cut goes: size[0] · size[1] · size[2] · channels values in [-1, 1]. */
  readonly into: Float32Array;
}

/**
 * Make cuts of a view of a decoded clip from its bytes. Only the frames and rows that they cover are read.
 *
 * @param width of the video, for views that are mirrored
 */
export async function cutBytes(clip: StoredClip, view: ClipView, width: number, cuts: readonly Cut[]): Promise<void> {
  const wanted = new Map<number, RowRange>();
  for (const cut of cuts) {
    const [from, to] = [view.top + cut.origin[1], view.top + cut.origin[1] + cut.size[1] * cut.factor[1]];
    for (let f = 0; f < cut.size[0]; f++) {
      for (const frame of framesUnder(cut, f)) {
        const source = itemAt(view.frames, frame);
        const rows = wanted.get(source) ?? { from, to };
        wanted.set(source, { from: Math.min(rows.from, from), to: Math.max(rows.to, to) });
      }
    }
  }
  const rows = await readRows(clip, wanted);
  for (const cut of cuts) fill(cut, rows, { clip, view, width });
}

/** The frames of the video that frame `f` of a cut is made of. */
function framesUnder({ origin, factor, time }: Cut, f: number): number[] {
  const first = origin[0] + f * factor[0];
  return time === 'pick' ? [first + Math.floor(factor[0] / 2)] : Array.from({ length: factor[0] }, (_, i) => first + i);
}

interface From {
  readonly clip: StoredClip;
  readonly view: ClipView;
  readonly width: number;
}

function fill(cut: Cut, rows: ReadonlyMap<number, Rows>, { clip, view, width }: From): void {
  const { origin, size, factor, into } = cut;
  const [, , columns, channels] = clip.shape;
  const line = size[2] * channels;
  const sums = new Uint32Array(line);
  const column = view.left + (view.flipped ? width - 1 - origin[2] : origin[2]);
  const across = { channels, count: size[2], factor: factor[2], step: view.flipped ? -channels : channels };
  for (let f = 0; f < size[0]; f++) {
    const frames = framesUnder(cut, f).map((frame) => entryOf(rows, itemAt(view.frames, frame)));
    const scale = 1 / (127.5 * frames.length * factor[1] * factor[2]);
    for (let y = 0; y < size[1]; y++) {
      sums.fill(0);
      for (const { from, data } of frames) {
        for (let dy = 0; dy < factor[1]; dy++) {
          const row = view.top + origin[1] + y * factor[1] + dy - from;
          addRow(data, (row * columns + column) * channels, sums, across);
        }
      }
      const at = (f * size[1] + y) * line;
      for (let x = 0; x < line; x++) into[at + x] = (sums[x] as number) * scale - 1;
    }
  }
}

interface Across {
  readonly channels: number;
  /** Columns of the cut. */
  readonly count: number;
  readonly factor: number;
  /** Bytes from a column to the next. */
  readonly step: number;
}

/** Add a row of bytes to sums of `factor` neighbours each. */
function addRow(data: Uint8Array, start: number, sums: Uint32Array, { channels, count, factor, step }: Across): void {
  for (let c = 0; c < channels; c++) {
    let at = start + c;
    for (let x = c; x < count * channels; x += channels) {
      let sum = 0;
      for (let k = 0; k < factor; k++, at += step) sum += data[at] as number;
      sums[x] = (sums[x] as number) + sum;
    }
  }
}
