import { HpdmError, int, pure, refusalsOf } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import { video } from '../values/video.js';

/**
 * Take one video out of those that go together.
 *
 * in   video  [B, F, H, W, C]
 * out  video  [1, F, H, W, C]
 * fails E_VALUE_SHAPE when there are not so many
 */
export const videoPick = pure({
  id: 'video.pick',
  summary: 'Take one video out of a batch',
  in: { video: video('B', 'F', 'H', 'W', 'C') },
  with: { number: int('which video, from 0', { min: 0 }) },
  out: { video: video(1, 'F', 'H', 'W', 'C') },
  check: ({ number }, { B }) => refusalsOf(() => B !== undefined && refuseBeyond(number, B, 'with.number')),
  run: ({ video }, { number }) => {
    const [videos, ...size] = video.shape;
    refuseBeyond(number, videos, 'in.video');
    return { video: tf.slice(video, [number, 0, 0, 0, 0], [1, ...size]) };
  },
});

function refuseBeyond(number: number, videos: number, path: string): void {
  if (number < videos) return;
  const expected = `more than ${number} videos, the first of which is number 0`;
  throw new HpdmError({ code: 'E_VALUE_SHAPE', path, expected, got: `${videos}`, try: `number: ${videos - 1}` });
}
