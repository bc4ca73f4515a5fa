import { itemAt } from '../../dsl/index.js';
import type { ClassCondition } from '../network/condition.js';
import type { Drawn } from './clip-loader.js';

/** What is known of the clips of a batch besides their pixels. */
export interface BatchFacts {
  /** One of the wordings of each clip's caption; null for a clip without one. */
  readonly texts: readonly (string | null)[];
  /** The class of each clip; null for a clip without one. */
  readonly condition: ClassCondition;
}

/** The texts and classes of drawn clips. */
export const factsOf = (draws: readonly Drawn[]): BatchFacts => ({
  texts: draws.map(({ clip: { captions = [] }, view: { wording } }) =>
    captions.length === 0 ? null : itemAt(captions, Math.floor(wording * captions.length)),
  ),
  condition: { kind: 'classes', classes: draws.map(({ clip }) => clip.label ?? null), guidance: 1 },
});
