import { cascade } from '../operators/values/cascade.js';
import { video } from '../operators/values/video.js';
import { unitNoise } from '../operators/diffusion/unit-noise.js';
import { int, source } from '../dsl/index.js';
import { tf } from '../operators/tensor/tf.js';

/** The same noise at a cascade's full size for every item, for benchmarks of training that have no videos of that size. */
export const randomVideo = source({
  id: 'bench.random-video',
  summary: "Noise of a cascade's full size in place of videos",
  emits: 'many',
  divides: 'batch',
  in: {},
  with: {
    cascade: cascade('size of the videos'),
    batch: int('videos per item', { min: 1 }),
    count: int('items; 0: without end', { min: 0, default: 0 }),
  },
  out: { video: video('B', 'F', 'H', 'W', 'C') },
  dimensions: ({ batch }) => ({ B: batch }),
  run: async function* (_, { cascade, batch, count }, { seed }) {
    const [F, H, W] = cascade.levels.at(-1)?.size ?? cascade.patch;
    const once = unitNoise([batch, F, H, W, cascade.channels], { seed, purpose: 'bench', level: 0 });
    try {
      for (let item = 0; count === 0 || item < count; item++) yield { video: tf.clone(once) };
    } finally {
      once.dispose();
    }
  },
});
