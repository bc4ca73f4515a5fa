import type { CascadeDocument } from './cascade-document.js';
import type { Block, Fusion, SamplingStart, TextReading, TimeReduction } from './choices.js';
import { defaultOverlap } from './default-overlap.js';
import { DEFAULTS, inputScaleOfLevel, stepsOfLevel } from './defaults.js';
import type { NoiseSchedule } from './noise-schedules.js';
import type { Sampler } from './samplers.js';
import type { StitchWindow } from './stitch-windows.js';
import { itemAt } from '../fault/item-at.js';

/** Frames, height, width. */
export type Size = readonly [number, number, number];

/** A level with all defaults filled in. */
export interface Level {
  /** Frames, height and width of the level's whole video. */
  readonly size: Size;
  readonly steps: number;
  readonly sampler: Sampler;
  readonly schedule: NoiseSchedule;
  /** First σ of sampling, at input scale 1. */
  readonly sigmaMax: number;
  /** Whether it starts from noise alone, or from the finished video of the previous level with noise on it. */
  readonly start: SamplingStart;
  /** Share of the values of an estimate that are kept by dynamic thresholding; 1 clips all at −1 and 1. */
  readonly threshold: number;
  /** How much is kept of what the level's estimate adds to that of the level before, where the network is residual: 1 all, 0 nothing. */
  readonly detail: number;
  /** Largest σ, at input scale 1, at which the estimate is averaged over four positions of the token grid; level 0 only; 0: none. */
  readonly cycleSpin: number;
  /** Fraction of a tile shared with its neighbour, per axis, 0 ≤ o < 1. */
  readonly overlap: Size;
  readonly window: StitchWindow;
  /** Whether the tiles lie elsewhere in space in every step. */
  readonly shift: boolean;
  /** EDM's S_churn, S_min, S_max and S_noise; S_churn 0 is deterministic. */
  readonly churn: number;
  readonly churnMin: number;
  readonly churnMax: number;
  readonly churnNoise: number;
  /** Fraction of the noise that the ancestral sampler adds: 1 adds all of it, 0 is Euler. */
  readonly eta: number;
  /** b_ℓ, the input scale, by which noise levels are divided, in training and in sampling. */
  readonly inputScale: number;
  /** σ of the noise that is added to the finished video before finer levels read it. */
  readonly contextNoise: number;
  /** The distribution of ln σ in training, at input scale 1. */
  readonly noise: { readonly mean: number; readonly std: number };
  /** Pixels of the last level per pixel of this one, per axis. */
  readonly factor: Size;
}

/** The shape of the denoiser. */
export interface NetworkShape {
  readonly block: Block;
  /** Frames, height and width of a token in pixels. */
  readonly token: Size;
  /** d: width of the tokens. */
  readonly width: number;
  /** Number of learned latents, their width z, and latent self-attention layers per block; all 0 for `transformer`, which has no latents. */
  readonly latents: number;
  readonly latentWidth: number;
  readonly layers: number;
  readonly heads: number;
  readonly blocks: number;
  /** Number of levels that each block works on, starting with the coarsest (adaptive computation). */
  readonly levelsPerBlock: readonly number[];
  /** Hidden width of the tokens' MLP divided by their width. */
  readonly tokenMlpRatio: number;
  /** Where finer levels read coarser ones: before every block, before their first block only, or nowhere. */
  readonly fusion: Fusion;
  /** Whether to stop gradients from finer levels to coarser ones. */
  readonly detachContext: boolean;
  /** Whether the network is told the position of a patch. */
  readonly coordinates: boolean;
  /** Latent self-conditioning (RIN). */
  readonly selfCondition: boolean;
  /** Whether the tokens of a finer level also see the pixels of the previous level, upsampled. */
  readonly pixels: boolean;
  /** Whether a finer level's estimate is added to that of the previous level, upsampled. */
  readonly residual: boolean;
  /** Whether the weights of the training loss follow a learned uncertainty, per level and as a function of the noise level. */
  readonly uncertainty: boolean;
  /** Whether each token sees those around it, by a depthwise convolution of 3 × 3 × 3 tokens before every block. */
  readonly neighbours: boolean;
}

/** Noise: the standard deviation of the data, the distribution of ln σ in training, and the schedule of sampling at input scale 1. */
export interface NoiseShape {
  readonly sigmaData: number;
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly max: number;
  readonly rho: number;
}

/** What a video is conditioned on. */
export type ConditionShape =
  | { readonly kind: 'none' }
  | { readonly kind: 'classes'; readonly classes: number }
  | {
      readonly kind: 'text';
      /** D, the width of the encoder's tokens. */
      readonly width: number;
      /** T, the largest number of tokens. */
      readonly tokens: number;
      readonly read: TextReading;
    };

/** A cascade with all defaults filled in, the form that operators use. */
export interface Cascade {
  readonly patch: Size;
  readonly channels: number;
  readonly levels: readonly Level[];
  readonly network: NetworkShape;
  readonly noise: NoiseShape;
  readonly condition: ConditionShape;
  /** How frames are reduced for coarser levels: by taking the middle one, or by averaging. */
  readonly time: TimeReduction;
}

const CONTEXT_SIGMA = 0.05;
const TOKEN_MLP_RATIO = { rin: 2, transformer: 4 };

/** Fill in the defaults of a cascade document. */
export function resolveCascade(document: CascadeDocument): Cascade {
  const last = itemAt(document.levels, document.levels.length - 1).size;
  const times = (document.frames ?? last[0]) / last[0];
  const noise = { ...DEFAULTS.noise, ...document.noise };
  return {
    patch: document.patch,
    channels: document.channels ?? DEFAULTS.cascade.channels,
    levels: document.levels.map((_, index) => resolveLevel(document, index, { last, times }, noise)),
    network: resolveNetwork(document),
    noise,
    condition: resolveCondition(document.condition),
    time: document.time ?? DEFAULTS.cascade.time,
  };
}

function resolveLevel(
  document: CascadeDocument,
  index: number,
  { last, times }: { readonly last: Size; readonly times: number },
  { mean, std, max }: NoiseShape,
): Level {
  const level = itemAt(document.levels, index);
  const inputScale = level.inputScale ?? inputScaleOfLevel(index, document.levels[0]?.inputScale);
  return {
    size: [level.size[0] * times, level.size[1], level.size[2]],
    steps: level.steps ?? stepsOfLevel(index),
    sampler: level.sampler ?? (index === 0 ? 'heun' : 'dpmpp-2m'),
    schedule: level.schedule ?? DEFAULTS.level.schedule,
    sigmaMax: level.sigmaMax ?? max,
    start: level.start ?? DEFAULTS.level.start,
    threshold: level.threshold ?? DEFAULTS.level.threshold,
    detail: level.detail ?? DEFAULTS.level.detail,
    cycleSpin: level.cycleSpin ?? DEFAULTS.level.cycleSpin,
    overlap: level.overlap ?? overlapOf(document, index, times),
    window: level.window ?? DEFAULTS.level.window,
    shift: level.shift ?? DEFAULTS.level.shift,
    churn: level.churn ?? DEFAULTS.level.churn,
    churnMin: level.churnMin ?? DEFAULTS.level.churnMin,
    churnMax: level.churnMax ?? Number.MAX_VALUE,
    churnNoise: level.churnNoise ?? DEFAULTS.level.churnNoise,
    eta: level.eta ?? DEFAULTS.level.eta,
    inputScale,
    contextNoise: level.contextNoise ?? CONTEXT_SIGMA / inputScale,
    noise: { mean, std, ...level.noise },
    factor: last.map((length, axis) => length / itemAt(level.size, axis)) as unknown as Size,
  };
}

function overlapOf({ patch, network, levels }: CascadeDocument, index: number, times: number): Size {
  if (index === 0) return [times > 1 ? 0.5 : 0, 0, 0];
  const [own, before] = [itemAt(levels, index).size, itemAt(levels, index - 1).size];
  const along = (axis: 1 | 2): number =>
    defaultOverlap({ patch: patch[axis], token: network.token[axis], own: own[axis], before: before[axis] });
  return [0, along(1), along(2)];
}

function resolveNetwork({ network, levels }: CascadeDocument): NetworkShape {
  const block = network.block ?? DEFAULTS.network.block;
  const rin = block === 'rin';
  return {
    block,
    token: network.token,
    width: network.width,
    latents: rin ? (network.latents ?? 0) : 0,
    latentWidth: rin ? (network.latentWidth ?? network.width) : 0,
    layers: rin ? (network.layers ?? DEFAULTS.network.layers) : 0,
    heads: network.heads,
    blocks: network.blocks,
    levelsPerBlock: network.levelsPerBlock ?? Array.from({ length: network.blocks }, () => levels.length),
    tokenMlpRatio: network.tokenMlpRatio ?? TOKEN_MLP_RATIO[block],
    fusion: network.fusion ?? DEFAULTS.network.fusion,
    detachContext: network.detachContext ?? DEFAULTS.network.detachContext,
    coordinates: network.coordinates ?? DEFAULTS.network.coordinates,
    selfCondition: network.selfCondition ?? DEFAULTS.network.selfCondition,
    pixels: network.pixels ?? DEFAULTS.network.pixels,
    residual: network.residual ?? DEFAULTS.network.residual,
    uncertainty: network.uncertainty ?? DEFAULTS.network.uncertainty,
    neighbours: network.neighbours ?? DEFAULTS.network.neighbours,
  };
}

function resolveCondition(document: CascadeDocument['condition']): ConditionShape {
  const { classes, text } = document ?? {};
  if (classes !== undefined) return { kind: 'classes', classes };
  if (text !== undefined) return { kind: 'text', read: DEFAULTS.text.read, ...text };
  return { kind: 'none' };
}
