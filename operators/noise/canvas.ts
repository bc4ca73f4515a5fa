import { tf } from '../tensor/tf.js';
import { int, source } from '../../dsl/index.js';
import { product } from '../network/shape.js';
import { cascade } from '../parameters.js';
import { unbounded, video } from '../ports.js';
import { refuseOwnLevel } from '../refuse-level.js';
import { stream } from '../tensor/random.js';
import { canvasSizes } from '../sizes.js';

/**
 * Unit noise of a level's whole canvas, what its sampling starts from.
 *
 * out  canvas [B, F, H, W, C] standard normal; video b is the same whatever B
 */
export const canvas = source({
  id: 'noise.canvas',
  summary: "Unit noise of a level's whole canvas",
  emits: 'one',
  in: {},
  with: {
    cascade: cascade('size of the level'),
    level: int('level of the canvas', { min: 0 }),
    count: int('videos sampled together', { default: 1, min: 1, unit: 'videos' }),
  },
  out: { canvas: unbounded(video('B', 'F', 'H', 'W', 'C')) },
  dimensions: ({ cascade, level, count }) => ({ B: count, ...canvasSizes(cascade, level) }),
  check: refuseOwnLevel,
  cost: ({ cascade, level, count }) => ({
    bytes: 4 * count * product(cascade.levels[level]?.size ?? cascade.patch) * cascade.channels,
  }),
  run: async function* (_, { cascade, level, count }, { seed }) {
    const [F, H, W] = cascade.levels[level]?.size ?? cascade.patch;
    yield { canvas: unitNoise([count, F, H, W, cascade.channels], { seed, purpose: 'canvas', level }) };
  },
});

/** Standard normal numbers drawn video by video, [B, F, H, W, C]. */
export function unitNoise(
  shape: [number, number, number, number, number],
  key: { readonly seed: number; readonly purpose: string; readonly level: number; readonly first?: number },
): tf.Tensor5D {
  const size = shape[1] * shape[2] * shape[3] * shape[4];
  const data = new Float32Array(shape[0] * size);
  for (let b = 0; b < shape[0]; b++) {
    data.set(
      stream({ seed: key.seed, purpose: key.purpose, level: key.level, item: (key.first ?? 0) + b }).normal(size),
      b * size,
    );
  }
  return tf.tensor5d(data, shape);
}
