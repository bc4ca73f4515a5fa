import { flow, int } from '../../dsl/index.js';
import { video } from '../values/video.js';

/**
 * The first items of a stream. Then the stream ends, and so do the nodes before it that nothing else reads, cameras too.
 *
 * in   video  [B, F, H, W, C], an item of the stream
 * out  video  the same
 */
export const streamTake = flow({
  id: 'stream.take',
  summary: 'The first items of a stream of videos',
  in: { video: video('B', 'F', 'H', 'W', 'C') },
  with: { count: int('number of items', { min: 1 }) },
  out: { video: video('B', 'F', 'H', 'W', 'C') },
  cost: () => ({}),
  async *run(items, { count }) {
    let taken = 0;
    for await (const item of items) {
      yield item;
      taken += 1;
      if (taken === count) return;
    }
  },
});
