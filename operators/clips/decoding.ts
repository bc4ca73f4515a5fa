import type { Clip } from '../values/clips.js';

/** What decoding makes of a clip. It is part of the name of the decoded file: with other settings, a clip is decoded again. */
export interface Decoding {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** Frames per second; 0 for every frame of the file once. */
  readonly fps: number;
  /** `centre`: exactly the size; `random`: the size is covered, and what sticks out is kept, to be cropped at every draw. */
  readonly crop: 'centre' | 'random';
  /** What shows through transparent pixels, #rrggbb. */
  readonly background: string;
}

/** Bytes of decoded frames. */
export interface Pixels {
  /** [frames, height, width, channels] */
  readonly shape: readonly [number, number, number, number];
  readonly data: Uint8Array;
  /** Frames per second; undefined if it is not known. */
  readonly rate?: number;
}

/** The size of a picture of `width` by `height` when it is scaled to cover the size of a decoding. */
export function coverSize(
  width: number,
  height: number,
  target: Pick<Decoding, 'width' | 'height'>,
): { readonly width: number; readonly height: number } {
  const scale = Math.max(target.width / width, target.height / height);
  return {
    width: Math.max(target.width, Math.round(width * scale)),
    height: Math.max(target.height, Math.round(height * scale)),
  };
}

/** The frames that show a clip, from the time each is shown for, in milliseconds: resampled to `fps`, and only from `start` to `end`. */
export function framesShown(delays: readonly number[], fps: number, { start = 0, end = Infinity }: Clip): number[] {
  let time = 0;
  const ends = delays.map((delay) => (time += delay / 1000));
  if (fps === 0) {
    return [...ends.keys()].filter((frame) => at(ends, frame) > start && at(ends, frame - 1) < end);
  }
  const length = Math.min(time, end) - start;
  return Array.from({ length: Math.max(length > 0 ? 1 : 0, Math.round(length * fps)) }, (_, k) => {
    const shown = ends.findIndex((until) => until > start + k / fps + 1e-9);
    return shown < 0 ? ends.length - 1 : shown;
  });
}

const at = (ends: readonly number[], frame: number): number => ends[frame] ?? 0;
