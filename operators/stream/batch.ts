import { HpdmError, choice, flow, int } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import { video } from '../values/video.js';

/**
 * Put several items of a stream together in one.
 *
 * in   video  [b, F, H, W, C], all items of the same size
 * out  video  [B, F, H, W, C]: the videos of `size` items, in their order
 * fails E_VALUE_SHAPE when an item has another size than the one before
 */
export const streamBatch = flow({
  id: 'stream.batch',
  summary: 'Put several videos of a stream together in one item',
  in: { video: video('b', 'F', 'H', 'W', 'C') },
  with: {
    size: int('items to put together', { min: 1 }),
    last: choice(['keep', 'drop'], 'what is done with items at the end that are fewer', { default: 'keep' }),
  },
  out: { video: video('B', 'F', 'H', 'W', 'C') },
  dimensions: ({ size, last }, { b }) => (last === 'drop' && b !== undefined ? { B: b * size } : {}),
  cost: (_, __, { inputs }) => ({ bytes: 2 * 4 * inputs.video.size }),
  async *run(items, { size, last }, { node }) {
    let held: tf.Tensor5D[] = [];
    const join = (): { video: tf.Tensor5D } => {
      const video = tf.concat(held);
      tf.dispose(held);
      held = [];
      return { video };
    };
    try {
      for await (const { video } of items) {
        checkSize(held[0], video, node);
        // the item is lent; a clone shares its data
        held.push(tf.clone(video));
        if (held.length === size) yield join();
      }
      if (last === 'keep' && held.length > 0) yield join();
    } finally {
      tf.dispose(held);
    }
  },
});

function checkSize(first: tf.Tensor5D | undefined, next: tf.Tensor5D, node: string): void {
  const [wanted, got] = [first ?? next, next].map(({ shape }) => shape.slice(1).join('×'));
  if (wanted === got) return;
  throw new HpdmError({
    code: 'E_VALUE_SHAPE',
    path: `nodes.${node}.in.video`,
    expected: `${wanted ?? ''} (frames, height, width, channels), as the items before`,
    got: got ?? '',
    try: 'stream.take before, to leave a shorter last item out; video.resize, for other sizes',
  });
}
