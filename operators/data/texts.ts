import { choice, itemAt, stage } from '../../dsl/index.js';
import { stream } from '../tensor/stream.js';
import { batch } from '../values/batch.js';
import { texts } from '../values/texts.js';

/**
 * The captions of the clips of a batch, without decoding anything.
 *
 * in   batch  B draws
 * out  texts  a caption of each clip; null for a clip without one
 */
export const dataTexts = stage({
  id: 'data.texts',
  summary: 'The captions of the clips of a batch',
  in: { batch: batch() },
  with: {
    wording: choice(['first', 'any'], 'which of several wordings of a caption: the first one, or one by the seed', {
      default: 'first',
    }),
  },
  out: { texts: texts() },
  cost: () => ({}),
  open: ({ wording }, { seed }) => ({
    next: ({ batch: { clips, first, size } }) => ({
      texts: Array.from({ length: size }, (_, b) => {
        const { captions = [] } = clips.at(first + b, 0);
        if (captions.length === 0) return null;
        const [draw = 0] = wording === 'first' ? [0] : stream({ seed, purpose: 'wording', item: first + b }).uniform(1);
        return itemAt(captions, Math.floor(draw * captions.length));
      }),
    }),
  }),
});
