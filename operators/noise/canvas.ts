import { levelOf, int, optional, source, type Cascade, type Refusal } from '../../dsl/index.js';
import { framesBegun } from '../tiles/frames-begun.js';
import type { Slab } from '../tiles/slab.js';
import { canvas } from '../values/canvas.js';
import { condition } from '../values/condition.js';
import { inferredCascade } from '../values/inferred-cascade.js';
import { noiseSeed, seedOf } from '../values/noise-seed.js';
import { refuseOwnLevel } from '../values/refuse-level.js';
import { slab } from '../values/slab.js';
import { refuseCountBesideSlab, videosWithoutSlabs } from '../values/videos-without-slabs.js';
import { unitNoise } from '../diffusion/unit-noise.js';
import { canvasSizes } from '../values/sizes.js';
import { product } from '../tensor/product.js';
import { tf } from '../tensor/tf.js';

/**
 * Unit noise for the canvas of a level, from which its sampling starts.
 *
 * in   condition  of the B videos; if it is a stream, there is a canvas for each of its items
 *      slab       for each slab there is the noise of those frames of its videos whose sampling then begins, perhaps none; left out: of all frames
 * out  canvas     [B, n, H, W, C] standard normal; video b of item k, or of a group whose first video is b, has the noise of number k·B + b; it
 *                 depends on neither B nor slabs
 */
export const noiseCanvas = source({
  id: 'noise.canvas',
  summary: 'Unit noise for the canvas of a level',
  emits: 'one',
  in: { condition: optional(condition()), slab: optional(slab()) },
  with: {
    cascade: inferredCascade('size of the level'),
    level: int('level of the canvas', { min: 0 }),
    count: videosWithoutSlabs(),
    seed: noiseSeed(),
  },
  out: { canvas: canvas('n') },
  dimensions: ({ cascade, level, count }, _, given) => {
    const { F, ...frame } = canvasSizes(cascade, level);
    return given.includes('slab') ? frame : { B: count, ...frame, ...(F === undefined ? {} : { n: F }) };
  },
  check: (settings, known, given): Refusal[] => [
    ...refuseOwnLevel(settings),
    ...refuseCountBesideSlab(settings.count, known, given),
  ],
  sketch: (settings, _, { slab }) => ({ canvas: tf.zeros(shapeOf(settings, slab)) }),
  cost: (settings, _, { inputs: { slab } }) => ({ bytes: 4 * product(shapeOf(settings, slab)) }),
  run: async function* ({ slab }, settings, context, number) {
    const { cascade, level, count } = settings;
    const first = slab === undefined ? number * count : slab.videos.first;
    const seed = seedOf(settings.seed, context);
    const [frame] = framesBegun(cascade, level, slab);
    yield { canvas: unitNoise(shapeOf(settings, slab), { seed, purpose: 'canvas', level, first, frame }) };
  },
});

function shapeOf(
  { cascade, level, count }: { readonly cascade: Cascade; readonly level: number; readonly count: number },
  slab: Slab | undefined,
): [number, number, number, number, number] {
  const [from, to] = framesBegun(cascade, level, slab);
  const [, H, W] = levelOf(cascade, level).size;
  return [slab?.videos.count ?? count, to - from, H, W, cascade.channels];
}
