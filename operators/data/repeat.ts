import { int, pure } from '../../dsl/index.js';
import { clips } from '../values/clips.js';

/**
 * Repeat a sequence. Each pass is an epoch, in which `data.shuffle` before it has another order.
 *
 * in   clips
 * out  clips
 */
export const dataRepeat = pure({
  id: 'data.repeat',
  summary: 'Repeat a sequence of clips, epoch by epoch',
  in: { clips: clips() },
  with: { epochs: int('number of passes; 0: without end', { default: 0, min: 0, unit: 'epochs', incidental: true }) },
  out: { clips: clips() },
  run: ({ clips }, { epochs }) => {
    const { length, classes, at } = clips;
    // a sequence without clips stays one, and one without end is never at its end
    if (length === 0 || length === Infinity) return { clips };
    return {
      clips: {
        classes,
        length: epochs === 0 ? Infinity : length * epochs,
        at: (index, epoch) => at(index % length, epoch * epochs + Math.floor(index / length)),
      },
    };
  },
});
