import { itemAt } from '../../dsl/index.js';
import type { ReducedClips } from '../clips/reduced-clips.js';

/** What one video was nearest to. */
export interface Ranking {
  /** The text that the video was made from; null for none. */
  readonly text: string | null;
  /** Number of the clip that was asked for, of several the nearest one; undefined if no clip has that caption. */
  readonly asked?: number;
  /** Place of that clip among all, from 1; clips of the same caption are not counted. */
  readonly rank?: number;
  /** Mean squared difference to that clip, for values in [-1, 1]. */
  readonly distance?: number;
  /** Number of the nearest clip, and the mean squared difference to it. */
  readonly nearest: number;
  readonly nearestDistance: number;
}

/** The clips of each caption, without regard to case and to space at its ends. */
export type Captions = ReadonlyMap<string, readonly number[]>;

const keyOf = (text: string): string => text.trim().toLowerCase();

/** The numbers of the clips that have a caption, by caption. */
export function captionsOf(clips: readonly { readonly captions?: readonly string[] }[]): Captions {
  const found = new Map<string, number[]>();
  for (const [index, { captions = [] }] of clips.entries()) {
    for (const key of new Set(captions.map(keyOf))) {
      const known = found.get(key);
      if (known === undefined) found.set(key, [index]);
      else known.push(index);
    }
  }
  return found;
}

/**
 * The mean squared differences between videos and all clips, for values in [-1, 1].
 *
 * @param videos B · f · h · w · C bytes
 * @returns for each video, the differences to the clips in their order
 */
export async function differences(
  clips: Pick<ReducedClips, 'clips' | 'length' | 'chunks'>,
  videos: Uint8Array,
  signal: AbortSignal,
): Promise<Float64Array[]> {
  const { length } = clips;
  const count = videos.length / length;
  const found = Array.from({ length: count }, () => new Float64Array(clips.clips.length));
  for await (const { first, bytes } of clips.chunks()) {
    signal.throwIfAborted();
    for (let k = 0; k < bytes.length / length; k++) {
      for (const [b, row] of found.entries()) {
        const sum = squares(videos, b * length, bytes, k * length, length);
        row[first + k] = sum / length / 127.5 ** 2;
      }
    }
  }
  return found;
}

/** Sum of the squared differences of bytes. */
function squares(a: Uint8Array, fromA: number, b: Uint8Array, fromB: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const difference = (a[fromA + i] as number) - (b[fromB + i] as number);
    sum += difference * difference;
  }
  return sum;
}

/** The place of the clip that a text asks for among all clips, by their differences to a video. */
export function rankClips(text: string | null, differences: Float64Array, captions: Captions): Ranking {
  const nearest = smallest([...differences.keys()], differences);
  const common = { text, nearest, nearestDistance: itemAt(differences, nearest) };
  const own = text === null ? [] : (captions.get(keyOf(text)) ?? []);
  if (own.length === 0) return common;
  const asked = smallest(own, differences);
  const distance = itemAt(differences, asked);
  return { ...common, asked, distance, rank: 1 + differences.filter((other) => other < distance).length };
}

/** Which of some clips has the smallest difference. */
const smallest = (of: readonly number[], differences: Float64Array): number =>
  of.reduce((best, index) => (itemAt(differences, index) < itemAt(differences, best) ? index : best));
