import { levelOf, int, optional, source, type Cascade } from '../../dsl/index.js';
import { framesOf, paceAt, type Range, type Slab } from '../tiles/pace.js';
import { canvas } from '../values/canvas.js';
import { condition } from '../values/condition.js';
import { inferredCascade } from '../values/inferred-cascade.js';
import { refuseOwnLevel } from '../values/refuse-level.js';
import { slab } from '../values/slab.js';
import { unitNoise } from '../diffusion/unit-noise.js';
import { canvasSizes } from '../values/sizes.js';
import { product } from '../tensor/product.js';
import { tf } from '../tensor/tf.js';

/**
 * Unit noise for the canvas of a level, from which its sampling starts.
 *
 * in   condition  of the B videos; if it is a stream, there is a canvas for each of its items
 *      slab       for each slab there is the noise of those frames whose sampling then begins, perhaps none; left out: of all frames
 * out  canvas     [B, n, H, W, C] standard normal; video b of item k has the noise of number k·B + b, which depends on neither B nor slabs
 */
export const noiseCanvas = source({
  id: 'noise.canvas',
  summary: 'Unit noise for the canvas of a level',
  emits: 'one',
  in: { condition: optional(condition()), slab: optional(slab()) },
  with: {
    cascade: inferredCascade('size of the level'),
    level: int('level of the canvas', { min: 0 }),
    count: int('videos sampled together', { default: 1, min: 1, unit: 'videos' }),
  },
  out: { canvas: canvas('n') },
  dimensions: ({ cascade, level, count }, _, given) => {
    const { F, ...frame } = canvasSizes(cascade, level);
    return { B: count, ...frame, ...(given.includes('slab') || F === undefined ? {} : { n: F }) };
  },
  check: refuseOwnLevel,
  sketch: ({ cascade, level, count }, _, { slab }) => {
    const [from, to] = framesBegun(cascade, level, slab);
    return { canvas: tf.zeros(shapeOf(cascade, level, count, to - from)) };
  },
  cost: ({ cascade, level, count }, _, { inputs: { slab } }) => {
    const [from, to] = framesBegun(cascade, level, slab);
    return { bytes: 4 * product(shapeOf(cascade, level, count, to - from)) };
  },
  run: async function* ({ slab }, { cascade, level, count }, { seed }, number) {
    const [from, to] = framesBegun(cascade, level, slab);
    const first = slab === undefined ? number * count : 0;
    const key = { seed, purpose: 'canvas', level, first, frame: from };
    yield { canvas: unitNoise(shapeOf(cascade, level, count, to - from), key) };
  },
});

/** The frames whose sampling begins with a slab; all of them without slabs. */
function framesBegun(cascade: Cascade, level: number, slab: Slab | undefined): Range {
  if (slab === undefined) return [0, levelOf(cascade, level).size[0]];
  return framesOf(cascade, level, paceAt(cascade, level, slab).begun);
}

const shapeOf = (
  cascade: Cascade,
  level: number,
  count: number,
  frames: number,
): [number, number, number, number, number] => {
  const [, H, W] = levelOf(cascade, level).size;
  return [count, frames, H, W, cascade.channels];
};
