import { itemAt, number, stage, string } from '../../dsl/index.js';
import { stream } from '../tensor/stream.js';
import { chosen } from '../values/chosen.js';
import { pyramid } from '../values/pyramid.js';

/**
 * Choose some items of every batch at random, for example those that lose their condition or see their own latents.
 *
 * in   patches  L × [B, f, h, w, C]; only B is used
 * out  chosen   for each of the B items, whether it is chosen; the choice for item i of a run does not depend on the batch size
 */
export const trainChoose = stage({
  id: 'train.choose',
  summary: 'Choose some items of every batch at random',
  in: { patches: pyramid() },
  with: {
    purpose: string('the use of the choice; choices for different purposes are independent'),
    rate: number('fraction of the items that is chosen', { min: 0, max: 1 }),
  },
  out: { chosen: chosen() },
  cost: () => ({}),
  open: ({ purpose, rate }, { seed }) => ({
    next: ({ patches }, number) => {
      const [count] = itemAt(patches, 0).shape;
      return {
        chosen: Array.from({ length: count }, (_, i) => {
          const [draw = 1] = stream({ seed, purpose, item: number * count + i }).uniform(1);
          return draw < rate;
        }),
      };
    },
  }),
});
