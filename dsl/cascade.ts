import * as t from 'io-ts';
import { closed } from './codec.js';

/** Frames, height, width. */
export type Size = readonly [number, number, number];

/** Plain numbers to TypeScript; io-ts brands its own. */
const whole = t.Int as unknown as t.Type<number>;
const size = t.readonly(t.tuple([whole, whole, whole]));
const fractions = t.readonly(t.tuple([t.number, t.number, t.number]));

/** One level of a cascade: the size of its video and how it is sampled. */
const levelCodec = closed(
  'level',
  { size },
  {
    steps: whole,
    sampler: t.keyof({ heun: null, euler: null }),
    overlap: fractions,
    churn: t.number,
    inputScale: t.number,
    contextNoise: t.number,
  },
);

const networkCodec = closed('network', {
  block: t.literal('rin'),
  token: size,
  width: whole,
  latents: whole,
  latentWidth: whole,
  heads: whole,
  blocks: whole,
  layers: whole,
  levelsPerBlock: t.readonlyArray(whole),
});

const noiseCodec = closed(
  'noise',
  {},
  { sigmaData: t.number, mean: t.number, std: t.number, min: t.number, max: t.number, rho: t.number },
);

/** A cascade document as it is written. */
export const cascadeCodec = closed(
  'cascade',
  { cascade: t.literal(1), patch: size, channels: whole, levels: t.readonlyArray(levelCodec), network: networkCodec },
  { about: t.string, noise: noiseCodec, time: t.keyof({ pick: null, average: null }) },
);

type CascadeDocument = t.TypeOf<typeof cascadeCodec>;

/** A level with every default filled in. */
export interface Level {
  /** Frames, height and width of the level's whole video. */
  readonly size: Size;
  readonly steps: number;
  readonly sampler: 'heun' | 'euler';
  /** Fraction of a tile shared with its neighbour, per axis, 0 ≤ o < 1. */
  readonly overlap: Size;
  /** EDM's S_churn; 0 is deterministic. */
  readonly churn: number;
  /** b_ℓ: the level's noise levels are those of level 0 divided by it. */
  readonly inputScale: number;
  /** σ of the noise put on the finished video before finer levels read it. */
  readonly contextNoise: number;
  /** Pixels of the last level per pixel of this one, per axis. */
  readonly factor: Size;
}

/** The shape of the denoiser. */
export type NetworkShape = t.TypeOf<typeof networkCodec>;

/** Noise: data standard deviation, training distribution of ln σ, and the sampling schedule at input scale 1. */
export interface NoiseShape {
  readonly sigmaData: number;
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly max: number;
  readonly rho: number;
}

/** A cascade with every default filled in: what the operators work from. */
export interface Cascade {
  readonly patch: Size;
  readonly channels: number;
  readonly levels: readonly Level[];
  readonly network: NetworkShape;
  readonly noise: NoiseShape;
  /** How frames are dropped for coarser levels: the centred frame, or the mean. */
  readonly time: 'pick' | 'average';
}

const NOISE: NoiseShape = { sigmaData: 0.5, mean: -1.2, std: 1.2, min: 0.002, max: 80, rho: 7 };
/** Each level halves the steps of the one before, from the paper's 128. */
const FIRST_STEPS = 128;
/** r of b_ℓ = r^ℓ. */
const SCALE_RATIO = Math.SQRT1_2;
const CONTEXT_SIGMA = 0.05;

/** Fill in the defaults of a cascade document (design: HPDM §4.4–4.5 where the paper speaks, our choices elsewhere). */
export function resolveCascade(document: CascadeDocument): Cascade {
  const last = document.levels.at(-1)?.size ?? document.patch;
  const levels = document.levels.map((level, index): Level => {
    const inputScale = level.inputScale ?? SCALE_RATIO ** index;
    return {
      size: level.size,
      steps: level.steps ?? Math.max(1, Math.round(FIRST_STEPS / 2 ** index)),
      sampler: level.sampler ?? (index === 0 ? 'heun' : 'euler'),
      overlap: level.overlap ?? (index === 0 ? [0, 0, 0] : [0, 0.5, 0.5]),
      churn: level.churn ?? 0,
      inputScale,
      contextNoise: level.contextNoise ?? CONTEXT_SIGMA / inputScale,
      factor: last.map((length, axis) => length / (level.size[axis] ?? 1)) as unknown as Size,
    };
  });
  return {
    patch: document.patch,
    channels: document.channels,
    levels,
    network: document.network,
    noise: { ...NOISE, ...document.noise },
    time: document.time ?? 'pick',
  };
}
