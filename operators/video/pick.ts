import { counted, flow, HpdmError, int, optional, refusalsOf } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import { slab } from '../values/slab.js';
import { video } from '../values/video.js';

/**
 * Take one video out of those that go together. Of videos that come in groups of slabs, it takes the slabs of the one, and ends after the last
 * of them, so that its file is complete while further groups are made.
 *
 * in   video  [B, F, H, W, C], an item of the stream
 *      slab   where the videos come slab by slab
 * out  video  [1, F, H, W, C]; with slabs, none for those of other groups
 * fails E_VALUE_SHAPE when there are not so many
 */
export const videoPick = flow({
  id: 'video.pick',
  summary: 'Take one video out of those that go together',
  in: { video: video('B', 'F', 'H', 'W', 'C'), slab: optional(slab()) },
  with: { number: int('which of the videos, from 0: the first one of the run', { min: 0 }) },
  out: { video: video(1, 'F', 'H', 'W', 'C') },
  check: ({ number }, { B }, given) =>
    refusalsOf(() => B !== undefined && !given.includes('slab') && refuseBeyond(number, B, 'with.number')),
  sketch: (_, __, { video }) => ({ video: tf.slice(video, [0, 0, 0, 0, 0], [1, -1, -1, -1, -1]) }),
  cost: () => ({}),
  async *run(items, { number }) {
    for await (const { video, slab } of items) {
      const [videos, ...size] = video.shape;
      const { first, from, of } = slab?.videos ?? { first: 0, from: 0, of: videos };
      refuseBeyond(number, of, 'in.video');
      const place = from + number - first;
      if (place < 0 || place >= videos) continue;
      yield { video: tf.slice(video, [place, 0, 0, 0, 0], [1, ...size]) };
      if (slab?.isLast === true) return;
    }
  },
});

function refuseBeyond(number: number, videos: number, path: string): void {
  if (number < videos) return;
  const expected = `more than ${counted(number, 'video')}, the first of which is number 0`;
  throw new HpdmError({ code: 'E_VALUE_SHAPE', path, expected, got: `${videos}`, try: `number: ${videos - 1}` });
}
