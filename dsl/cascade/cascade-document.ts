import * as t from 'io-ts';
import { closed } from '../codec/closed.js';
import { listOf, threeOf } from '../codec/list-of.js';
import { keyOf, oneOf } from '../codec/one-of.js';
import { plain } from '../codec/plain.js';
import { NOISE_SCHEDULES } from './noise-schedules.js';
import { SAMPLERS } from './samplers.js';
import { STITCH_WINDOWS } from './stitch-windows.js';

const { number, truth, whole } = plain;
const size = threeOf(whole, { expected: '[frames, height, width], three whole numbers', example: '[16, 64, 64]' });
const fractions = threeOf(number, { expected: '[frames, height, width], three numbers', example: '[0, 0.5, 0.5]' });

/** How one level is sampled, and the size of its video. */
const levelCodec = closed(
  { expected: 'level', example: '{ size: [4, 16, 16] }' },
  { size },
  {
    steps: whole,
    sampler: keyOf(SAMPLERS),
    schedule: keyOf(NOISE_SCHEDULES),
    overlap: fractions,
    window: keyOf(STITCH_WINDOWS),
    churn: number,
    churnMin: number,
    churnMax: number,
    churnNoise: number,
    eta: number,
    inputScale: number,
    contextNoise: number,
  },
);

const networkCodec = closed(
  {
    expected: 'network',
    example: '{ token: [1, 4, 4], width: 128, latents: 32, heads: 4, blocks: 4 }',
  },
  { token: size, width: whole, heads: whole, blocks: whole },
  {
    block: oneOf(['rin', 'transformer']),
    latents: whole,
    latentWidth: whole,
    layers: whole,
    levelsPerBlock: listOf(whole, { expected: 'a list of whole numbers', example: '[1, 2]' }),
    tokenMlpRatio: whole,
    fusion: oneOf(['deep', 'shallow', 'none']),
    detachContext: truth,
    coordinates: truth,
    selfCondition: truth,
  },
);

const noiseCodec = closed(
  { expected: 'noise', example: '{ mean: -1.2, std: 1.2 }' },
  {},
  { sigmaData: number, mean: number, std: number, min: number, max: number, rho: number },
);

const conditionCodec = closed(
  { expected: 'condition', example: '{ classes: 10 }' },
  {},
  {
    classes: whole,
    text: closed({ expected: 'text', example: '{ width: 512, tokens: 10 }' }, { width: whole, tokens: whole }, {}),
  },
);

const LEVELS = { expected: 'a list of levels', example: '[{ size: [4, 16, 16] }]' };

/** The codec of a cascade document. */
export const cascadeCodec = closed(
  { expected: 'a cascade: cascade: 1, patch, levels and network', example: 'see pipelines/cascades/mnist.yaml' },
  { cascade: t.literal(1), patch: size, levels: listOf(levelCodec, LEVELS), network: networkCodec },
  {
    about: plain.text,
    extends: plain.text,
    channels: whole,
    noise: noiseCodec,
    condition: conditionCodec,
    time: oneOf(['pick', 'average']),
  },
);

/** A decoded cascade document. */
export type CascadeDocument = t.TypeOf<typeof cascadeCodec>;
