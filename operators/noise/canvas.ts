import { levelOf, int, source } from '../../dsl/index.js';
import { product } from '../tensor/product.js';
import { canvas } from '../values/canvas.js';
import { inferredCascade } from '../values/inferred-cascade.js';
import { refuseOwnLevel } from '../values/refuse-level.js';
import { unitNoise } from '../diffusion/unit-noise.js';
import { canvasSizes } from '../values/sizes.js';

/**
 * Unit noise for the whole canvas of a level, from which its sampling starts.
 *
 * out  canvas [B, F, H, W, C] standard normal; the noise of a video does not depend on B
 */
export const noiseCanvas = source({
  id: 'noise.canvas',
  summary: 'Unit noise for the whole canvas of a level',
  emits: 'one',
  in: {},
  with: {
    cascade: inferredCascade('size of the level'),
    level: int('level of the canvas', { min: 0 }),
    count: int('videos sampled together', { default: 1, min: 1, unit: 'videos' }),
  },
  out: { canvas: canvas() },
  dimensions: ({ cascade, level, count }) => ({ B: count, ...canvasSizes(cascade, level) }),
  check: refuseOwnLevel,
  cost: ({ cascade, level, count }) => ({
    bytes: 4 * count * product(levelOf(cascade, level).size) * cascade.channels,
  }),
  run: async function* (_, { cascade, level, count }, { seed }) {
    const [F, H, W] = levelOf(cascade, level).size;
    yield { canvas: unitNoise([count, F, H, W, cascade.channels], { seed, purpose: 'canvas', level }) };
  },
});
