import { choice, number, stage } from '../../dsl/index.js';
import { refuseEndless } from '../clips/clips-of.js';
import { holdOut } from '../clips/hold-out.js';
import { clips } from '../values/clips.js';

/**
 * Hold clips out of training, to measure the loss on them. A hash of a clip's name decides, so a clip stays on its side when others are added
 * or removed.
 *
 * in   clips  a sequence that ends
 * out  clips  those that are held out, or the rest
 * fails E_DATA_ORDER for a sequence without end
 */
export const dataHoldOut = stage({
  id: 'data.hold-out',
  summary: 'Hold a share of the clips out of training',
  in: { clips: clips() },
  with: {
    share: number('share of the clips that is held out', { default: 0.05, min: 0, max: 1 }),
    part: choice(['rest', 'held-out'], 'which part to pass on', { default: 'rest' }),
  },
  out: { clips: clips() },
  cost: () => ({}),
  open: ({ share, part }, { node }) => ({
    next: ({ clips }) => {
      refuseEndless(clips, node);
      return { clips: holdOut(clips, share, part) };
    },
  }),
});
