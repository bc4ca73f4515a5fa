import type { Figure } from './standard-error.js';

/** What is better of a measure: less, more, or what real videos have. */
type Better = 'less' | 'more' | 'as real';

/** The measures of an evaluation, in the order of a report, with what they are in words. */
export const MEASURES = {
  'fd.frames': { words: 'Fréchet distance of frames (MobileNet)', better: 'less' },
  'fd.motion': { words: 'Fréchet distance of differences between frames', better: 'less' },
  fvd: { words: 'Fréchet video distance (I3D)', better: 'less' },
  is: { words: 'inception score, by your classifier', better: 'more' },
  psnr: { words: 'PSNR beside the real video, in dB', better: 'more' },
  ssim: { words: 'SSIM beside the real video', better: 'more' },
  precision: { words: 'precision: samples near real videos', better: 'more' },
  recall: { words: 'recall: real videos near samples', better: 'more' },
  density: { words: 'density', better: 'more' },
  coverage: { words: 'coverage', better: 'more' },
  'prompt.top1': { words: 'prompt accuracy: the nearest clip has the caption', better: 'more' },
  'prompt.top5': { words: 'prompt accuracy: one of the five nearest clips', better: 'more' },
  'seams.tiles': { words: 'energy at borders of tiles, by that elsewhere', better: 'as real' },
  'seams.tokens': { words: 'energy at borders of tokens, by that elsewhere', better: 'as real' },
  'seams.tiles.time': { words: 'the same along time: tiles', better: 'as real' },
  'seams.tokens.time': { words: 'the same along time: tokens', better: 'as real' },
  motion: { words: 'motion: difference from frame to frame', better: 'as real' },
  flicker: { words: 'flicker: difference to the mean of the neighbours', better: 'as real' },
} as const satisfies Readonly<Record<string, { readonly words: string; readonly better: Better }>>;

/** A figure of samples beside that of real videos: of clips at the same places, or of one half of them against the other. */
export interface Measure extends Figure {
  readonly real?: Figure;
}

/** A sample, and the real video that it is nearest to by its features. */
export interface JudgedVideo {
  readonly video: number;
  readonly text: string | null;
  /** The distance in features, by the width of the features. */
  readonly distance: number;
  /** Number and text of the nearest real video. */
  readonly nearest: number;
  readonly nearestText: string | null;
  /** Place of a real video with its text, by distance, from 1; null where there is none. */
  readonly rank: number | null;
}

/** What an evaluation tells. */
export interface Evaluation {
  readonly videos: number;
  readonly reals: number;
  /** Frames, height, width and channels of both. */
  readonly size: readonly number[];
  /** Frames of each video that were described. */
  readonly frames: number;
  /** What it took to sample and measure a video, in seconds, the median, where it is known. */
  readonly seconds?: number;
  readonly measures: Readonly<Record<string, Measure>>;
  /** The samples that are farthest from any real video, and those nearest to one. */
  readonly worst: readonly JudgedVideo[];
  readonly best: readonly JudgedVideo[];
  readonly caveats: readonly string[];
}
