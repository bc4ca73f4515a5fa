import * as t from 'io-ts';
import { closed } from '../codec/closed.js';
import { key } from '../codec/key.js';
import { listOf, threeOf } from '../codec/list-of.js';
import { keyOf } from '../codec/one-of.js';
import { plain } from '../codec/plain.js';
import type { Trail } from '../document/source.js';
import { CHOICES } from './choices.js';
import { conditionCodec, conditionKeys, textKeys } from './condition-codec.js';
import { DEFAULTS } from './defaults.js';
import { levelKeys, levelNoiseKeys } from './level-keys.js';

const { number, truth, whole } = plain;
const size = threeOf(whole, { expected: '[frames, height, width], three whole numbers', example: '[16, 64, 64]' });

const { cascade: CASCADE, network: NETWORK, noise: NOISE } = DEFAULTS;
const PIXELS = 'frames, pixels, pixels';
const EDM = 'EDM (Karras et al. 2022)';

const { size: levelSize, ...levelOptions } = levelKeys;

/** How one level is sampled, and the size of its video. */
const levelCodec = closed({ expected: 'level', example: '{ size: [4, 16, 16] }' }, { size: levelSize }, levelOptions);

const networkKeys = {
  token: key(size, { about: 'size of a token', unit: PIXELS, min: 1, source: '§4.6' }),
  width: key(whole, { about: 'd, the width of the tokens', min: 1, source: '§4.6' }),
  heads: key(whole, { about: 'heads of every attention', min: 1, source: '§4.6' }),
  blocks: key(whole, { about: 'number of blocks', min: 1, source: '§4.6' }),
  block: key(keyOf(CHOICES.block), { about: 'kind of the blocks', default: NETWORK.block, source: '§3.2' }),
  latents: key(whole, {
    about: 'number of latent vectors that a RIN block computes with',
    derived: 'required for `rin`, refused for `transformer`',
    min: 1,
    source: '§3.2',
  }),
  latentWidth: key(whole, {
    about: 'z, the width of the latents; `rin` only',
    derived: 'width',
    min: 1,
    source: '§3.2',
  }),
  layers: key(whole, {
    about: 'self-attention layers of the latents per block; `rin` only',
    default: NETWORK.layers,
    min: 1,
    source: '§3.2',
  }),
  levelsPerBlock: key(listOf(whole, { expected: 'a list of whole numbers', example: '[1, 2]' }), {
    about: 'how many levels each block works on, starting with the coarsest (adaptive computation)',
    derived: 'all levels in every block',
    bounds: '1 to the number of levels',
    source: '§4.3',
  }),
  tokenMlpRatio: key(whole, {
    about: "hidden width of the tokens' MLP divided by their width",
    derived: '2 for `rin`, 4 for `transformer`',
    min: 1,
    source: 'ours; 4 in §4.6',
  }),
  fusion: key(keyOf(CHOICES.fusion), {
    about: 'where finer levels read coarser ones',
    default: NETWORK.fusion,
    source: '§4.2',
  }),
  detachContext: key(truth, {
    about: 'whether gradients stop between levels',
    default: NETWORK.detachContext,
    source: 'Tab. 3',
  }),
  coordinates: key(truth, {
    about: 'whether the network is told the position of a patch',
    default: NETWORK.coordinates,
    source: '§4.2',
  }),
  selfCondition: key(truth, {
    about: 'whether the network sees its own latents of an earlier look; `rin` only',
    default: NETWORK.selfCondition,
    source: 'RIN (Jabri et al. 2022)',
  }),
  pixels: key(truth, {
    about: 'whether the tokens of a finer level also see the pixels of the level before it, upsampled',
    default: NETWORK.pixels,
    source: 'ours',
  }),
  residual: key(truth, {
    about: "whether a finer level's estimate is added to that of the level before it, upsampled",
    default: NETWORK.residual,
    source: 'ours',
  }),
  uncertainty: key(truth, {
    about: 'whether the training loss is weighted by a learned uncertainty, per level and noise level',
    default: NETWORK.uncertainty,
    source: 'EDM2 (Karras et al. 2024)',
  }),
  neighbours: key(truth, {
    about: 'whether each token sees those around it, in time too, by a depthwise convolution before every block',
    default: NETWORK.neighbours,
    source: 'CPVT (Chu et al. 2021)',
  }),
};
const { token, width, heads, blocks, ...networkOptions } = networkKeys;

const networkCodec = closed(
  {
    expected: 'network',
    example: '{ token: [1, 4, 4], width: 128, latents: 32, heads: 4, blocks: 4 }',
  },
  { token, width, heads, blocks },
  networkOptions,
);

const noiseKeys = {
  sigmaData: key(number, { about: 'standard deviation of the data', default: NOISE.sigmaData, above: 0, source: EDM }),
  mean: key(number, { about: 'mean of ln σ in training', default: NOISE.mean, source: EDM }),
  std: key(number, { about: 'standard deviation of ln σ in training', default: NOISE.std, above: 0, source: EDM }),
  min: key(number, { about: 'last σ of sampling above 0', default: NOISE.min, above: 0, source: EDM }),
  max: key(number, { about: 'first σ of sampling', default: NOISE.max, above: 0, source: EDM }),
  rho: key(number, { about: 'ρ of the `karras` schedule', default: NOISE.rho, above: 0, source: EDM }),
};

const noiseCodec = closed({ expected: 'noise', example: '{ mean: -1.2, std: 1.2 }' }, {}, noiseKeys);

const LEVELS = { expected: 'a list of levels', example: '[{ size: [4, 16, 16] }]' };

const requiredKeys = {
  cascade: key(t.literal(1), { about: 'version of the format', source: 'ours' }),
  patch: key(size, { about: 'size of a patch, the same for every level', unit: PIXELS, min: 1, source: '§4' }),
  levels: key(listOf(levelCodec, LEVELS), { about: 'the levels, from coarse to fine; at least one', source: '§4' }),
  network: key(networkCodec, { about: 'the denoiser that all levels share', source: '§4.6' }),
};
const optionalKeys = {
  about: key(plain.text, { about: 'a sentence for readers', derived: 'none', source: 'ours' }),
  extends: key(plain.text, { about: 'a cascade that this one changes', derived: 'none', source: 'ours' }),
  channels: key(whole, {
    about: 'colour channels: 3 is RGB, 1 is grey',
    default: CASCADE.channels,
    min: 1,
    source: '§4',
  }),
  noise: key(noiseCodec, { about: 'noise of training and sampling', derived: 'the defaults below', source: EDM }),
  condition: key(conditionCodec, {
    about: 'what a video is conditioned on: classes or text, not both',
    derived: 'nothing',
    source: '§4.6',
  }),
  frames: key(whole, {
    about: 'frames of the videos that are sampled, where they are longer than those of training',
    derived: 'those of the last level',
    min: 1,
    source: 'ours; MultiDiffusion (Bar-Tal et al. 2023)',
  }),
  time: key(keyOf(CHOICES.time), {
    about: 'how frames are reduced for coarser levels',
    default: CASCADE.time,
    source: 'ours',
  }),
};

/** The codec of a cascade document. */
export const cascadeCodec = closed(
  { expected: 'a cascade: cascade: 1, patch, levels and network', example: 'see pipelines/cascades/mnist.yaml' },
  requiredKeys,
  optionalKeys,
);

/** A decoded cascade document. */
export type CascadeDocument = t.TypeOf<typeof cascadeCodec>;

/** One of the maps that a cascade document consists of. */
export interface CascadeMap {
  readonly title: string;
  readonly keys: Readonly<Record<string, t.Mixed>>;
  /** The trails to the maps of this kind in a document. */
  readonly trails: (document: CascadeDocument) => readonly Trail[];
}

const one =
  (...trail: string[]): CascadeMap['trails'] =>
  () => [trail];

/** The maps of a cascade document. Its reference shows their keys, and its checks read their bounds. */
export const CASCADE_MAPS: readonly CascadeMap[] = [
  { title: 'Cascade', keys: { ...requiredKeys, ...optionalKeys }, trails: one() },
  { title: 'Level', keys: levelKeys, trails: ({ levels }) => levels.map((_, level) => ['levels', level]) },
  {
    title: 'Noise of a level',
    keys: levelNoiseKeys,
    trails: ({ levels }) => levels.map((_, level) => ['levels', level, 'noise']),
  },
  { title: 'Network', keys: networkKeys, trails: one('network') },
  { title: 'Noise', keys: noiseKeys, trails: one('noise') },
  { title: 'Condition', keys: conditionKeys, trails: one('condition') },
  { title: 'Text', keys: textKeys, trails: one('condition', 'text') },
];
