import * as t from 'io-ts';
import { closed, whole } from './codec.js';

const size = t.readonly(t.tuple([whole, whole, whole]));
const fractions = t.readonly(t.tuple([t.number, t.number, t.number]));

/** How one level is sampled, and the size of its video. */
const levelCodec = closed(
  'level',
  { size },
  {
    steps: whole,
    sampler: t.keyof({ heun: null, euler: null, 'dpmpp-2m': null, ancestral: null }),
    schedule: t.keyof({ karras: null, cosine: null, sigmoid: null }),
    overlap: fractions,
    window: t.keyof({ uniform: null, linear: null, hann: null }),
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
    block: t.keyof({ rin: null, transformer: null }),
    latents: whole,
    latentWidth: whole,
    layers: whole,
    levelsPerBlock: t.readonlyArray(whole),
    tokenMlpRatio: whole,
    fusion: t.keyof({ deep: null, shallow: null, none: null }),
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
  { classes: whole, text: closed('text', { width: whole, tokens: whole }, {}), dropout: t.number },
);

/** A cascade document as it is written. */
export const cascadeCodec = closed(
  'cascade',
  { cascade: t.literal(1), patch: size, levels: t.readonlyArray(levelCodec), network: networkCodec },
  {
    about: t.string,
    extends: t.string,
    channels: whole,
    noise: noiseCodec,
    condition: conditionCodec,
    time: t.keyof({ pick: null, average: null }),
  },
);

/** A cascade document as it is written, its form checked. */
export type CascadeDocument = t.TypeOf<typeof cascadeCodec>;
