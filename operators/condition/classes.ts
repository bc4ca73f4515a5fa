import { numbered, ints, optional, source } from '../../dsl/index.js';
import type { Cascade, Refusal } from '../../dsl/index.js';
import type { ClassCondition } from '../network/condition.js';
import type { Slab } from '../tiles/slab.js';
import { cascade } from '../values/cascade.js';
import { classNumbers } from '../values/class-numbers.js';
import { guidance, guidedBy, refuseGuidance, type GuidanceSettings } from '../values/guidance.js';
import { condition } from '../values/condition.js';
import { slab } from '../values/slab.js';
import { ofVideos, refuseCountBesideSlab, videosWithoutSlabs } from '../values/videos-without-slabs.js';

/**
 * Condition videos on classes given in the document, for sampling.
 *
 * in   slab       of the videos that the condition is of; left out: of all of them
 * out  condition  of the B videos; the videos take the labels in turn
 */
export const conditionClasses = source({
  id: 'condition.classes',
  summary: 'Condition videos on classes',
  emits: 'one',
  in: { slab: optional(slab()) },
  with: {
    cascade: cascade('number of classes'),
    labels: ints('classes, counted from 0; if there are more videos than classes, the list is repeated; empty: all', {
      default: [],
    }),
    count: videosWithoutSlabs(),
    ...guidance,
  },
  out: { condition: condition() },
  dimensions: ({ count }, _, given) => (given.includes('slab') ? {} : { B: count }),
  check: (settings, known, given): Refusal[] => {
    const { cascade, labels } = settings;
    const { condition } = cascade;
    if (condition.kind !== 'classes') {
      const expected = 'a cascade with condition.classes';
      return [{ code: 'E_CONDITION', path: 'with.cascade', expected, got: `condition: ${condition.kind}` }];
    }
    const wrong = labels.filter((label) => !classNumbers(cascade).includes(label));
    if (wrong.length === 0) {
      return [...refuseGuidance(settings), ...refuseCountBesideSlab(settings.count, known, given)];
    }
    const expected = numbered(condition.classes - 1, 'class', 'classes');
    return [{ code: 'E_CONDITION', path: 'with.labels', expected, got: JSON.stringify(wrong), try: 'labels: [0]' }];
  },
  sketch: (settings, _, { slab }) => ({ condition: conditionOf(settings, slab) }),
  run: async function* ({ slab }, settings) {
    yield { condition: conditionOf(settings, slab) };
  },
});

const conditionOf = (
  settings: GuidanceSettings & {
    readonly cascade: Cascade;
    readonly labels: readonly number[];
    readonly count: number;
  },
  slab: Slab | undefined,
): ClassCondition => {
  const { cascade, labels, count } = settings;
  const shown = labels.length > 0 ? labels : classNumbers(cascade);
  return { kind: 'classes', classes: ofVideos(shown, slab, count), ...guidedBy(settings) };
};
