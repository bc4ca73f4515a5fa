import { itemAt } from '../../dsl/index.js';
import type { ClassCondition } from '../network/condition.js';
import type { Drawn } from './clip-loader.js';
import type { ClipSettings } from './clip-settings.js';

/** Which of several wordings of a caption: the first one, or one by the seed. */
export type Wording = 'first' | 'any';

/** What is known of the clips of a batch besides their pixels. */
export interface BatchFacts {
  /** A wording of each clip's caption; null for a clip without one. */
  readonly texts: readonly (string | null)[];
  /** The class of each clip; null for a clip without one. */
  readonly condition: ClassCondition;
  /** Frames of the last level per second; null for a still, and where the file does not tell. */
  readonly rates: readonly (number | null)[];
}

/**
 * The texts, classes and rates of drawn clips.
 *
 * @param every frames of a view for one of the last level
 */
export const factsOf = (
  draws: readonly Drawn[],
  { take, wording = 'any' }: Pick<ClipSettings, 'take'> & { readonly wording?: Wording },
  every = 1,
): BatchFacts => ({
  texts: draws.map(({ clip: { captions = [] }, view }) =>
    captions.length === 0
      ? null
      : itemAt(captions, wording === 'first' ? 0 : Math.floor(view.wording * captions.length)),
  ),
  condition: { kind: 'classes', classes: draws.map(({ clip }) => clip.label ?? null), guidance: 1 },
  rates: draws.map(({ stored, view }) => {
    const { rate, shape } = stored;
    if (rate === undefined || shape[0] === 1) return null;
    return (rate * (take === 'whole' ? view.frames.length / shape[0] : 1)) / every;
  }),
});
