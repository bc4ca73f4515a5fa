import { int, itemAt, source, strings } from '../../dsl/index.js';
import type { Refusal } from '../../dsl/index.js';
import { texts } from '../values/texts.js';

/**
 * The texts of videos to be sampled.
 *
 * out  texts  of `count` videos, which take the prompts in turn; an empty prompt is null, the video has no text
 */
export const textPrompts = source({
  id: 'text.prompts',
  summary: 'The texts of videos to be sampled',
  emits: 'one',
  in: {},
  with: {
    prompts: strings('texts; if there are more videos than texts, the list is repeated; an empty text is no text'),
    count: int('videos sampled together', { default: 1, min: 1, unit: 'videos' }),
  },
  out: { texts: texts() },
  dimensions: ({ count }) => ({ B: count }),
  check: ({ prompts }): Refusal[] =>
    prompts.length > 0
      ? []
      : [{ code: 'E_CONDITION', path: 'with.prompts', expected: 'at least one text', got: '[]', try: '[polar bear]' }],
  cost: () => ({}),
  run: async function* (_, { prompts, count }) {
    const texts = Array.from({ length: count }, (_, i) => itemAt(prompts, i % prompts.length));
    yield { texts: texts.map((text) => (text.trim() === '' ? null : text)) };
  },
});
