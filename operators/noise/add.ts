import { tf } from '../tensor/tf.js';
import { itemAt, levelOf, stage, type Cascade } from '../../dsl/index.js';
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
 * in   patches  L × [B, f, h, w, C] in [-1, 1]
 * out  noisy    the same shapes
 *      sigma    σ per level and patch
 * source HPDM §3.1 (independent noise), EDM Table 1 (log-normal σ)
 */
export const noiseAdd = stage({
  id: 'noise.add',
  summary: 'Add noise to every patch of every level independently',
  in: { patches: pyramid() },
  with: { cascade: inferredCascade('noise distribution and input scales') },
  out: { noisy: unbounded(pyramid()), sigma: sigma() },
  dimensions: ({ cascade }) => pyramidSizes(cascade),
  cost: ({ cascade }, _, { inputs }) => {
    const { bytes } = measure(() => addNoise(cascade, inputs.patches, 0, 0), inputs);
    return { bytes };
  },
  open: ({ cascade }, { seed }) => ({
    next: ({ patches }, number) => addNoise(cascade, patches, seed, number * itemAt(patches, 0).shape[0]),
  }),
});

/** Noise a pyramid; `first` is the number of its first item. */
function addNoise(cascade: Cascade, patches: Pyramid, seed: number, first: number) {
  const [size] = itemAt(patches, 0).shape;
  const drawn = patches.map((_, level) => drawSigmas(cascade, seed, level, first, size));
  const noisy = patches.map((clean, level) =>
    tf.tidy(() => {
      const unit = unitNoise(clean.shape, { seed, purpose: 'noise', level, first });
      return tf.add<tf.Tensor5D>(clean, tf.mul(unit, perPatch(itemAt(drawn, level))));
    }),
  );
  return { noisy, sigma: drawn };
}

function drawSigmas(cascade: Cascade, seed: number, level: number, first: number, count: number): number[] {
  const { inputScale, noise } = levelOf(cascade, level);
  return Array.from({ length: count }, (_, b) => {
    const normals = stream({ seed, purpose: 'sigma', level, item: first + b }).normal(1);
    return Math.exp(noise.mean - Math.log(inputScale) + noise.std * itemAt(normals, 0));
  });
}
