import * as t from 'io-ts';
import { closed, keyOf, oneOf, whole } from '../contract/closed.js';
import { NOISE_SCHEDULES } from './noise-schedules.js';
import { SAMPLERS } from './samplers.js';
import { STITCH_WINDOWS } from './stitch-windows.js';

const size = t.readonly(t.tuple([whole, whole, whole]));
const fractions = t.readonly(t.tuple([t.number, t.number, t.number]));

/** How one level is sampled, and the size of its video. */
const levelCodec = closed(
  'level',
  { size },
  {
    steps: whole,
    sampler: keyOf(SAMPLERS),
    schedule: keyOf(NOISE_SCHEDULES),
    overlap: fractions,
    window: keyOf(STITCH_WINDOWS),
    churn: t.number,
    churnMin: t.number,
    churnMax: t.number,
    churnNoise: t.number,
    eta: t.number,
    inputScale: t.number,
    contextNoise: t.number,
  },
);

const networkCodec = closed(
  'network',
  { token: size, width: whole, heads: whole, blocks: whole },
  {
    block: oneOf(['rin', 'transformer']),
    latents: whole,
    latentWidth: whole,
    layers: whole,
    levelsPerBlock: t.readonlyArray(whole),
    tokenMlpRatio: whole,
    fusion: oneOf(['deep', 'shallow', 'none']),
    detachContext: t.boolean,
    coordinates: t.boolean,
    selfCondition: t.boolean,
  },
);

const noiseCodec = closed(
  'noise',
  {},
  { sigmaData: t.number, mean: t.number, std: t.number, min: t.number, max: t.number, rho: t.number },
);

const conditionCodec = closed(
  'condition',
  {},
  { classes: whole, text: closed('text', { width: whole, tokens: whole }, {}) },
);

/** The codec of a cascade document. */
export const cascadeCodec = closed(
  'cascade',
  { cascade: t.literal(1), patch: size, levels: t.readonlyArray(levelCodec), network: networkCodec },
  {
    about: t.string,
    extends: t.string,
    channels: whole,
    noise: noiseCodec,
    condition: conditionCodec,
    time: oneOf(['pick', 'average']),
  },
);

/** A decoded cascade document. */
export type CascadeDocument = t.TypeOf<typeof cascadeCodec>;
