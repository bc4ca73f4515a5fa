import { ints, int, source } from '../../dsl/index.js';
import type { Refusal } from '../../dsl/index.js';
import type { ClassCondition } from '../network/condition.js';
import { cascade } from '../values/cascade.js';
import { guidance, guidedBy, refuseGuidance, type GuidanceSettings } from '../values/guidance.js';
import { condition } from '../values/condition.js';

/**
 * Condition videos on classes given in the document, for sampling.
 *
 * out  condition  of `count` videos, which take the labels in turn
 */
export const conditionClasses = source({
  id: 'condition.classes',
  summary: 'Condition videos on classes',
  emits: 'one',
  in: {},
  with: {
    cascade: cascade('number of classes'),
    labels: ints('classes, counted from 0; if there are more videos than classes, the list is repeated'),
    count: int('videos sampled together', { default: 1, min: 1, unit: 'videos' }),
    ...guidance,
  },
  out: { condition: condition() },
  dimensions: ({ count }) => ({ B: count }),
  check: (settings): Refusal[] => {
    const { cascade, labels } = settings;
    const { condition } = cascade;
    if (condition.kind !== 'classes') {
      const expected = 'a cascade with condition.classes';
      return [{ code: 'E_CONDITION', path: 'with.cascade', expected, got: `condition: ${condition.kind}` }];
    }
    const wrong = labels.filter((label) => label < 0 || label >= condition.classes);
    if (labels.length > 0 && wrong.length === 0) return refuseGuidance(settings);
    const expected = `classes from 0 to ${condition.classes - 1}`;
    return [{ code: 'E_CONDITION', path: 'with.labels', expected, got: JSON.stringify(labels) }];
  },
  sketch: (settings) => ({ condition: conditionOf(settings) }),
  run: async function* (_, settings) {
    yield { condition: conditionOf(settings) };
  },
});

const conditionOf = (
  settings: GuidanceSettings & { readonly labels: readonly number[]; readonly count: number },
): ClassCondition => {
  const { labels, count } = settings;
  const classes = Array.from({ length: count }, (_, i) => labels[i % labels.length] ?? null);
  return { kind: 'classes', classes, ...guidedBy(settings) };
};
