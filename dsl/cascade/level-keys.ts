import { closed } from '../codec/closed.js';
import { key } from '../codec/key.js';
import { threeOf } from '../codec/list-of.js';
import { keyOf } from '../codec/one-of.js';
import { plain } from '../codec/plain.js';
import { CHOICES } from './choices.js';
import { DEFAULTS } from './defaults.js';
import { NOISE_SCHEDULES } from './noise-schedules.js';
import { SAMPLERS } from './samplers.js';
import { STITCH_WINDOWS } from './stitch-windows.js';

const { number, truth, whole } = plain;
const size = threeOf(whole, { expected: '[frames, height, width], three whole numbers', example: '[16, 64, 64]' });
const fractions = threeOf(number, { expected: '[frames, height, width], three numbers', example: '[0, 0.5, 0.5]' });
const LEVEL = DEFAULTS.level;
const PIXELS = 'frames, pixels, pixels';
const EDM = 'EDM (Karras et al. 2022)';

/** The keys of the noise of a level in training. */
export const levelNoiseKeys = {
  mean: key(number, { about: 'mean of ln σ in training, at input scale 1', derived: 'noise.mean', source: EDM }),
  std: key(number, { about: 'standard deviation of ln σ in training', derived: 'noise.std', above: 0, source: EDM }),
};
const levelNoiseCodec = closed({ expected: 'noise', example: '{ mean: -1.2, std: 1.2 }' }, {}, levelNoiseKeys);

/** The keys of a level: the size of its video, and how it is sampled. */
export const levelKeys = {
  size: key(size, { about: "size of the level's whole video", unit: PIXELS, min: 1, source: '§4' }),
  steps: key(whole, {
    about: 'steps of the sampler',
    derived: '128 for level 0, half of the previous level for each finer one',
    min: 1,
    source: '§4.5',
  }),
  sampler: key(keyOf(SAMPLERS), {
    about: 'how a step is made',
    derived: '`heun` for level 0, else `dpmpp-2m`',
    source: 'ours; §4.5 has `euler` for finer levels',
  }),
  schedule: key(keyOf(NOISE_SCHEDULES), { about: 'spacing of the noise levels', default: LEVEL.schedule, source: EDM }),
  sigmaMax: key(number, {
    about: 'first σ of sampling, at input scale 1',
    derived: 'noise.max',
    above: 0,
    source: EDM,
  }),
  start: key(keyOf(CHOICES.start), {
    about: 'what sampling starts from',
    default: LEVEL.start,
    source: 'SDEdit (Meng et al. 2022)',
  }),
  threshold: key(number, {
    about: 'dynamic thresholding: share of the values of an estimate that keep their order; 1 clips all at −1 and 1',
    default: LEVEL.threshold,
    above: 0,
    bounds: '> 0, ≤ 1',
    source: 'Imagen (Saharia et al. 2022)',
  }),
  detail: key(number, {
    about:
      "how much is kept of what the level's estimate adds to that of the level before, with `residual`; 0 adds nothing",
    default: LEVEL.detail,
    min: 0,
    source: 'ours',
  }),
  cycleSpin: key(number, {
    about:
      'largest σ, at input scale 1, at which level 0 takes the mean of four positions of the token grid, which hides the grid; 0: none',
    default: LEVEL.cycleSpin,
    min: 0,
    source: 'cycle spinning (Coifman and Donoho 1995)',
  }),
  overlap: key(fractions, {
    about: 'part of a tile that it shares with its neighbour, along each axis',
    derived: '[0, 0, 0] for level 0, else [0, o, o], with o a little less than 0.5',
    unit: 'fraction of the tile',
    bounds: '≥ 0, < 1',
    source: 'ours; §4.4 has 0.5',
  }),
  window: key(keyOf(STITCH_WINDOWS), {
    about: 'weight of a pixel where tiles are averaged',
    default: LEVEL.window,
    source: 'ours; §4.4 has `uniform`',
  }),
  shift: key(truth, {
    about: 'whether the tiles lie elsewhere in space in every step, so that no border stays at one place',
    default: LEVEL.shift,
    source: 'SpotDiffusion (Frolov et al. 2024)',
  }),
  churn: key(number, {
    about: 'noise that is added in all steps together, S_churn; 0 adds none',
    default: LEVEL.churn,
    min: 0,
    source: EDM,
  }),
  churnMin: key(number, { about: 'smallest σ with churn, S_min', default: LEVEL.churnMin, min: 0, source: EDM }),
  churnMax: key(number, { about: 'largest σ with churn, S_max', derived: 'no limit', min: 0, source: EDM }),
  churnNoise: key(number, {
    about: 'standard deviation of the added noise, S_noise',
    default: LEVEL.churnNoise,
    min: 0,
    source: EDM,
  }),
  eta: key(number, {
    about: "fraction of the ancestral sampler's noise: 1 adds all of it, 0 none",
    default: LEVEL.eta,
    min: 0,
    source: 'DDIM (Song et al. 2021)',
  }),
  inputScale: key(number, {
    about: 'b_ℓ, by which noise levels are divided, in training and in sampling',
    derived: '1 for level 0, else that of level 0 · 2^(−ℓ/2)',
    above: 0,
    source: '§4.5',
  }),
  contextNoise: key(number, {
    about: 'σ of the noise that is added to the finished video before finer levels read it',
    derived: '0.05 / inputScale',
    above: 0,
    source: 'ours',
  }),
  noise: key(levelNoiseCodec, {
    about: 'distribution of the noise in training, where it differs from other levels',
    derived: 'that of the cascade',
    source: 'ours',
  }),
};
