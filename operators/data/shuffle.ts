import { stage } from '../../dsl/index.js';
import { refuseEndless } from '../clips/clips-of.js';
import { stream } from '../tensor/stream.js';
import { clips } from '../values/clips.js';

/**
 * Shuffle a sequence: each epoch has every clip once, in an order that depends on the seed and the number of the epoch.
 *
 * in   clips  a sequence that ends
 * out  clips
 * fails E_DATA_ORDER for a sequence without end
 * source Fisher and Yates; Durstenfeld 1964
 */
export const dataShuffle = stage({
  id: 'data.shuffle',
  summary: 'Shuffle a sequence of clips, in another order every epoch',
  in: { clips: clips() },
  with: {},
  out: { clips: clips() },
  cost: () => ({}),
  open: (_, { seed, node }) => ({
    next: ({ clips }) => {
      const { length, classes, at } = clips;
      refuseEndless(clips, node);
      const orderOf = cached((epoch) => permutation(length, seed, epoch));
      return { clips: { length, classes, at: (index, epoch) => at(orderOf(epoch)[index] as number, epoch) } };
    },
  }),
});

/** The numbers 0 to length − 1 in the order of an epoch. */
export function permutation(length: number, seed: number, epoch: number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  const draws = stream({ seed, purpose: 'shuffle', item: epoch }).integers(length, 2 ** 31);
  for (let i = length - 1; i > 0; i--) {
    const j = (draws[i] as number) % (i + 1);
    const kept = order[i] as number;
    order[i] = order[j] as number;
    order[j] = kept;
  }
  return order;
}

/** A function of a whole number that keeps its last two results, for sequences that are read at the border of two epochs. */
function cached<T>(compute: (key: number) => T): (key: number) => T {
  const kept = new Map<number, T>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const value = compute(key);
    kept.set(key, value);
    const [oldest] = kept.keys();
    if (kept.size > 2 && oldest !== undefined) kept.delete(oldest);
    return value;
  };
}
