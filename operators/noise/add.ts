import { tf } from '../tensor/tf.js';
import { itemAt, levelOf, number, stage, type Cascade } from '../../dsl/index.js';
import { inferredCascade } from '../values/inferred-cascade.js';
import { pyramid, type Pyramid } from '../values/pyramid.js';
import { sigma } from '../values/sigma.js';
import { unbounded } from '../values/unbounded.js';
import { perPatch } from '../diffusion/preconditioning.js';
import { measure } from '../tensor/sketch/measure.js';
import { stream } from '../tensor/stream.js';
import { unitNoise } from '../diffusion/unit-noise.js';
import { pyramidSizes } from '../values/sizes.js';

/**
 * Add noise to every patch of every level independently: x̃ = x + σ ε, ln σ ~ N(P_mean − ln b_ℓ, P_std).
 *
 * Independent noise leaves a fine level without a readable coarser one most of the time, which it always has when sampling. So in a
 * share of the items, the levels coarser than a random one get little noise, ln σ ~ N(−2.7 − ln b_ℓ, 0.5) where nothing else is set. With one level
 * this changes nothing.
 *
 * in   patches  L × [B, f, h, w, C] in [-1, 1]
 * out  noisy    the same shapes
 *      sigma    σ per level and patch
 * source HPDM §3.1 (independent noise), EDM Table 1 (log-normal σ)
 */
export const noiseAdd = stage({
  id: 'noise.add',
  summary: 'Add noise to every patch of every level independently',
  in: { patches: pyramid() },
  with: {
    cascade: inferredCascade('noise distribution and input scales'),
    readable: number('share of the items in which coarser levels have little noise', { default: 0, min: 0, max: 1 }),
    readableMean: number('mean of ln σ of these levels, at input scale 1', { default: -2.7 }),
    readableStd: number('standard deviation of ln σ of these levels', { default: 0.5, min: 0 }),
  },
  out: { noisy: unbounded(pyramid()), sigma: sigma() },
  dimensions: ({ cascade }) => pyramidSizes(cascade),
  cost: (settings, _, { inputs }) => {
    const { bytes } = measure(() => addNoise(settings, inputs.patches, 0, 0), inputs);
    return { bytes };
  },
  open: (settings, { seed }) => ({
    next: ({ patches }, index) => addNoise(settings, patches, seed, index * itemAt(patches, 0).shape[0]),
  }),
});

interface NoiseSettings {
  readonly cascade: Cascade;
  readonly readable: number;
  readonly readableMean: number;
  readonly readableStd: number;
}

/** Noise a pyramid; `first` is the number of its first item. */
function addNoise(settings: NoiseSettings, patches: Pyramid, seed: number, first: number) {
  const [size] = itemAt(patches, 0).shape;
  const items = Array.from({ length: size }, (_, b) => {
    const item = first + b;
    return { item, reader: firstReader(settings.readable, patches.length, seed, item) };
  });
  const drawn = patches.map((_, level) =>
    items.map(({ item, reader }) => drawSigma(settings, seed, level, item, level < reader)),
  );
  const noisy = patches.map((clean, level) =>
    tf.tidy(() => {
      const unit = unitNoise(clean.shape, { seed, purpose: 'noise', level, first });
      return tf.add<tf.Tensor5D>(clean, tf.mul(unit, perPatch(itemAt(drawn, level))));
    }),
  );
  return { noisy, sigma: drawn };
}

/** The coarsest level whose coarser levels are readable in an item; 0 if none is. */
function firstReader(share: number, levels: number, seed: number, item: number): number {
  if (share === 0 || levels === 1) return 0;
  const [chosen = 1, which = 0] = stream({ seed, purpose: 'readable', item }).uniform(2);
  return chosen < share ? 1 + Math.floor(which * (levels - 1)) : 0;
}

function drawSigma(settings: NoiseSettings, seed: number, level: number, item: number, readable: boolean): number {
  const { inputScale, noise } = levelOf(settings.cascade, level);
  const { mean, std } = readable ? { mean: settings.readableMean, std: settings.readableStd } : noise;
  const normals = stream({ seed, purpose: 'sigma', level, item }).normal(1);
  return Math.exp(mean - Math.log(inputScale) + std * itemAt(normals, 0));
}
