import { counted, HpdmError } from '../../dsl/index.js';
import type { Measured } from '../values/record.js';
import { ClassSums } from './class-sums.js';
import type { Vectors } from './overlap-of.js';
import { videosOf, type RecordedVideo } from './recorded-item.js';
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
  /** The sums of the probabilities of classes; none where nothing tells them of every video. */
  readonly classes: ClassSums | undefined;
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
  const classes = new ClassSums();
  const means: Float32Array[] = [];
  const texts: (string | null)[] = [];
  const times: number[] = [];
  const sums = new Map<string, FigureSums[]>();
  let seen: { readonly size: readonly number[]; readonly shape: readonly [number, number, number] } | undefined;
  for await (const video of videosOf(record, signal)) {
    const { number, size, shape, features, whole: clip, text, figures, seconds, told } = video;
    seen ??= { size, shape };
    refuseOther(record.folder, { size, shape }, seen);
    const [, T, D] = shape;
    frames.add(number, features, D);
    if (clip.length > 0) whole.add(number, clip, clip.length);
    if (told > 0) classes.add(number, video.classes, told);
    means.push(Float32Array.from({ length: D }, (_, d) => meanAt(features, d, T, D)));
    texts.push(text);
    if (Number.isFinite(seconds)) times.push(seconds);
    addFigures(sums, number, figures);
  }
  if (seen === undefined) throw empty(record.folder);
  const [, T, D] = seen.shape;
  const figures = Object.fromEntries([...sums].map(([name, groups]) => [name, figureOf(groups, ratio)]));
  const sides = { all: frames.all, halves: frames.halves, whole: whole.count === texts.length ? whole : undefined };
  const seconds = times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
  const all = {
    videos: texts.length,
    classes: classes.videos === texts.length ? classes : undefined,
    size: seen.size,
    frames: T,
    ...sides,
    texts,
    figures,
    seconds,
  };
  return { ...all, means: joined(means, D) };
}

/** Add the figures of a video to the sums of its group. */
function addFigures(sums: Map<string, FigureSums[]>, number: number, figures: RecordedVideo['figures']): void {
  for (const [name, { value, weight }] of Object.entries(figures)) {
    const groups = sums.get(name) ?? [];
    sums.set(name, groups);
    const group = (groups[number % GROUPS] ??= { value: 0, weight: 0 });
    group.value += value;
    group.weight += weight;
  }
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

/** Vectors of the same width, one after the other. */
function joined(vectors: readonly Float32Array[], width: number): Vectors {
  const values = new Float32Array(vectors.length * width);
  vectors.forEach((vector, i) => {
    values.set(vector, i * width);
  });
  return { width, values };
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
    `videos of ${size.join('×')} (frames, height, width, channels), ${counted(T, 'frame')} of each described by ${counted(D, 'number')}`;
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
