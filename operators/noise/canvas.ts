import { levelOf, int, optional, source } from '../../dsl/index.js';
import { product } from '../tensor/product.js';
import { canvas } from '../values/canvas.js';
import { condition } from '../values/condition.js';
import { inferredCascade } from '../values/inferred-cascade.js';
import { refuseOwnLevel } from '../values/refuse-level.js';
import { unitNoise } from '../diffusion/unit-noise.js';
import { canvasSizes } from '../values/sizes.js';

/**
 * Unit noise for the whole canvas of a level, from which its sampling starts.
 *
 * in   condition  of the B videos; if it is a stream, there is a canvas for each of its items
 * out  canvas     [B, F, H, W, C] standard normal; video b of item k has the noise of number k·B + b, which does not depend on B
 */
export const noiseCanvas = source({
  id: 'noise.canvas',
  summary: 'Unit noise for the whole canvas of a level',
  emits: 'one',
  in: { condition: optional(condition()) },
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
  run: async function* (_, { cascade, level, count }, { seed }, number) {
    const [F, H, W] = levelOf(cascade, level).size;
    const key = { seed, purpose: 'canvas', level, first: number * count };
    yield { canvas: unitNoise([count, F, H, W, cascade.channels], key) };
  },
});
