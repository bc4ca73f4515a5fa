import { HpdmError } from '../../dsl/index.js';
import type { Measured } from '../values/record.js';
import type { Vectors } from './overlap-of.js';
import { videosOf } from './recorded-item.js';
import { SideSums } from './side-sums.js';
import { figureOf, GROUPS, type Figure } from './standard-error.js';

/** Sums of a figure of some videos. */
interface FigureSums {
  value: number;
  weight: number;
}

/** All that is kept of a record: sums, and the mean features of each video. */
export interface MeasuredSide {
  readonly videos: number;
  /** Frames, height, width and channels. */
  readonly size: readonly number[];
  /** T, frames described of each video. */
  readonly frames: number;
  readonly all: SideSums;
  /** Every other video, and the rest. */
  readonly halves: readonly [SideSums, SideSums];
  /** The sums of what describes whole videos, those of all, and of each half; none where nothing does. */
  readonly whole: { readonly all: SideSums; readonly halves: readonly [SideSums, SideSums] } | undefined;
  /** The mean of the features of each video's frames. */
  readonly means: Vectors;
  readonly texts: readonly (string | null)[];
  readonly figures: Readonly<Record<string, Figure>>;
  /** What it took to make and measure a video, in seconds, the median; undefined where it is not known. */
  readonly seconds: number | undefined;
}

/**
 * Read a record.
 *
 * fails E_EMPTY_VIDEO where it has no video; E_SIZE where its videos differ in size
 */
export async function measuredSide(record: Measured, signal: AbortSignal): Promise<MeasuredSide> {
  const [frames, whole] = [new Sides(), new Sides()];
  const means: Float32Array[] = [];
  const texts: (string | null)[] = [];
  const times: number[] = [];
  const sums = new Map<string, FigureSums[]>();
  let seen: { readonly size: readonly number[]; readonly shape: readonly [number, number, number] } | undefined;
  for await (const { number, size, shape, features, whole: clip, text, figures, seconds } of videosOf(record, signal)) {
    seen ??= { size, shape };
    refuseOther(record.folder, { size, shape }, seen);
    const [, T, D] = shape;
    frames.add(number, features, D);
    if (clip.length > 0) whole.add(number, clip, clip.length);
    means.push(Float32Array.from({ length: D }, (_, d) => meanAt(features, d, T, D)));
    texts.push(text);
    if (Number.isFinite(seconds)) times.push(seconds);
    for (const [name, { value, weight }] of Object.entries(figures)) {
      const groups = sums.get(name) ?? [];
      sums.set(name, groups);
      const group = (groups[number % GROUPS] ??= { value: 0, weight: 0 });
      group.value += value;
      group.weight += weight;
    }
  }
  if (seen === undefined) throw empty(record.folder);
  const [, T, D] = seen.shape;
  const values = new Float32Array(means.length * D);
  means.forEach((mean, i) => {
    values.set(mean, i * D);
  });
  const figures = Object.fromEntries([...sums].map(([name, groups]) => [name, figureOf(groups, ratio)]));
  const sides = { all: frames.all, halves: frames.halves, whole: whole.count === texts.length ? whole : undefined };
  const seconds = times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
  const all = { videos: texts.length, size: seen.size, frames: T, ...sides, texts, figures, seconds };
  return { ...all, means: { width: D, values } };
}

/** The sums of all videos and of each half. */
class Sides {
  readonly all = new SideSums();
  readonly halves = [new SideSums(), new SideSums()] as const;
  count = 0;

  add(number: number, values: Float32Array, width: number): void {
    this.all.add(number, values, width);
    this.halves[number % 2 === 0 ? 0 : 1].add(Math.floor(number / 2), values, width);
    this.count += 1;
  }
}

const meanAt = (features: Float32Array, d: number, T: number, D: number): number => {
  let sum = 0;
  for (let t = 0; t < T; t++) sum += features[t * D + d] as number;
  return sum / T;
};

const ratio = (groups: readonly FigureSums[]): number | undefined => {
  const total = (key: keyof FigureSums): number => groups.reduce((sum, group) => sum + group[key], 0);
  return total('weight') > 0 ? total('value') / total('weight') : undefined;
};

/** Videos of one size, described by as many features, can be compared; others cannot. */
interface Described {
  readonly size: readonly number[];
  readonly shape: readonly number[];
}

/** Refuse videos of another size or with other features: E_SIZE. */
export function refuseOther(folder: string, got: Described, expected: Described): void {
  const words = ({ size, shape: [, T = 0, D = 0] }: Described): string =>
    `videos of ${size.join('×')} (frames, height, width, channels), ${T} frames of each described by ${D} numbers`;
  if (words(got) === words(expected)) return;
  throw new HpdmError({
    ...{ code: 'E_SIZE', place: { file: folder }, expected: words(expected), got: words(got) },
    try: 'the same level, and the same number of frames, for samples and clips',
  });
}

const empty = (folder: string): HpdmError =>
  new HpdmError({
    ...{ code: 'E_EMPTY_VIDEO', place: { file: folder }, expected: 'at least one measured video', got: 'none' },
    try: 'measure more videos: a larger count',
  });
