import { stream } from '../tensor/stream.js';
import type { ClipSettings, ClipShape } from './clip-settings.js';
import type { StoredClip } from './stored-clip.js';

/** The part of a decoded clip that a draw shows. */
export interface ClipView {
  /** For each frame of the view, the frame of the decoded clip. */
  readonly frames: readonly number[];
  /** First row and column of the decoded clip. */
  readonly top: number;
  readonly left: number;
  /** Whether it is mirrored, left to right. */
  readonly flipped: boolean;
  /** A number in (0, 1) that chooses one of several wordings of a caption. */
  readonly wording: number;
}

/**
 * The view of a draw: its frames, crop and mirroring.
 *
 * @param number of the draw, on which all random choices depend
 */
export function clipView(
  { shape: [count, rows, columns] }: Pick<StoredClip, 'shape'>,
  [frames, height, width]: ClipShape,
  settings: ClipSettings,
  { seed, number }: { readonly seed: number; readonly number: number },
): ClipView {
  const [start = 0, top = 0, left = 0, flip = 1, wording = 0] = stream({
    seed,
    purpose: 'clips',
    item: number,
  }).uniform(5);
  const free = settings.crop === 'random' ? { top, left } : { top: 0.5, left: 0.5 };
  return {
    frames: framesOf(count, frames, settings, start),
    top: Math.floor(free.top * (rows - height + 1)),
    left: Math.floor(free.left * (columns - width + 1)),
    flipped: flip < settings.flip,
    wording,
  };
}

/** Whether a clip is too short for a window, and is left out because of that. */
export const isTooShort = (
  count: number,
  frames: number,
  { take, short }: Pick<ClipSettings, 'take' | 'short'>,
): boolean => take === 'window' && short === 'skip' && count > 1 && count < frames;

function framesOf(count: number, frames: number, { take, start, short }: ClipSettings, draw: number): number[] {
  const all = [...Array(frames).keys()];
  if (take === 'whole') return all.map((i) => Math.floor(((i + 0.5) * count) / frames));
  if (count < frames) return all.map((i) => (short === 'loop' ? i % count : Math.min(i, count - 1)));
  const first = start === 'first' ? 0 : Math.floor(draw * (count - frames + 1));
  return all.map((i) => first + i);
}
