import { optional, source, strings } from '../../dsl/index.js';
import type { Refusal } from '../../dsl/index.js';
import type { Slab } from '../tiles/slab.js';
import { slab } from '../values/slab.js';
import { texts } from '../values/texts.js';
import { ofVideos, refuseCountBesideSlab, videosWithoutSlabs } from '../values/videos-without-slabs.js';

/**
 * The texts of videos to be sampled.
 *
 * in   slab   of the videos that the texts are of; left out: of all of them
 * out  texts  of the B videos; the videos take the prompts in turn; an empty prompt is null, the video has no text
 */
export const textPrompts = source({
  id: 'text.prompts',
  summary: 'The texts of videos to be sampled',
  emits: 'one',
  in: { slab: optional(slab()) },
  with: {
    prompts: strings('texts; if there are more videos than texts, the list is repeated; an empty text is no text'),
    count: videosWithoutSlabs(),
  },
  out: { texts: texts() },
  dimensions: ({ count }, _, given) => (given.includes('slab') ? {} : { B: count }),
  check: ({ prompts, count }, known, given): Refusal[] =>
    prompts.length > 0
      ? refuseCountBesideSlab(count, known, given)
      : [{ code: 'E_CONDITION', path: 'with.prompts', expected: 'at least one text', got: '[]', try: '[polar bear]' }],
  sketch: (settings, _, { slab }) => ({ texts: textsOf(settings, slab) }),
  cost: () => ({}),
  run: async function* ({ slab }, settings, { note }) {
    const texts = textsOf(settings, slab);
    // once for each group of videos
    if (slab === undefined || slab.number === 0) noteEmpty(texts, slab?.videos.first ?? 0, note);
    yield { texts };
  },
});

/** Say which videos have no text. */
function noteEmpty(texts: readonly (string | null)[], first: number, note: (message: string) => void): void {
  const empty = texts.flatMap((text, i) => (text === null ? [first + i] : []));
  if (empty.length > 0) note(`an empty prompt is no text: nothing says what is in video ${empty.join(', ')}`);
}

const textsOf = (
  { prompts, count }: { readonly prompts: readonly string[]; readonly count: number },
  slab: Slab | undefined,
): (string | null)[] => ofVideos(prompts, slab, count).map((text) => (text.trim() === '' ? null : text));
