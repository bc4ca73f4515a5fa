import { int, source, stream, tf, video } from 'hpdm';

/**
 * Drifting stripes; every clip has its own slant and speed. They depend only on the seed and the number of the clip, so that a
 * resumed run continues with the same clips.
 */
export const stripes = source({
  id: 'example.stripes',
  summary: 'Clips of drifting stripes',
  emits: 'many',
  seeks: true, // a run that goes on begins at any item
  in: {},
  out: { video: video('B', 'F', 'H', 'W', 1) },
  with: {
    batch: int('clips per item', { default: 8, min: 1, unit: 'clips' }),
    frames: int('frames per clip', { default: 8, min: 1 }),
    size: int('height and width', { default: 32, min: 1, unit: 'pixels' }),
    until: int('number of the item to end before', { min: 1 }),
  },
  dimensions: ({ batch, frames, size }) => ({ B: batch, F: frames, H: size, W: size }),
  run: async function* (_, { batch, frames, size, until }, { seed }, first) {
    for (let item = first; item < until; item++) {
      const values = new Float32Array(batch * frames * size * size);
      for (let b = 0; b < batch; b++) {
        const [slant = 0, speed = 0] = stream({ seed, purpose: 'stripes', item: item * batch + b }).uniform(2);
        const [dx, dy] = [Math.cos(slant * Math.PI), Math.sin(slant * Math.PI)];
        for (let i = 0; i < frames * size * size; i++) {
          const [f, y, x] = [Math.floor(i / size / size), Math.floor(i / size) % size, i % size];
          const phase = (x * dx + y * dy) / 16 + (f * speed) / 4;
          values[b * frames * size * size + i] = Math.sin(2 * Math.PI * phase);
        }
      }
      yield { video: tf.tensor5d(values, [batch, frames, size, size, 1]) };
    }
  },
});
