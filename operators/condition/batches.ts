import { numbered, int, ints, itemAt, source, type Cascade, type Refusal } from '../../dsl/index.js';
import type { ClassCondition } from '../network/condition.js';
import { cascade } from '../values/cascade.js';
import { classNumbers } from '../values/class-numbers.js';
import { condition } from '../values/condition.js';
import { guidance, guidedBy, refuseGuidance } from '../values/guidance.js';

/**
 * The conditions of many videos that are sampled in batches: all classes in turn, or none where the cascade has no classes.
 *
 * out  condition  of B videos; item k has those of videos k·B to (k + 1)·B − 1; the last item is full, too, and may have more than `count` says
 */
export const conditionBatches = source({
  id: 'condition.batches',
  summary: 'The conditions of many videos that are sampled in batches',
  emits: 'many',
  seeks: true,
  in: {},
  with: {
    cascade: cascade('number of classes'),
    batch: int('videos per item', { default: 8, min: 1, unit: 'videos' }),
    count: int('videos of all items', { default: 8, min: 1, unit: 'videos' }),
    labels: ints('classes, taken in turn; []: all of them', { default: [] }),
    ...guidance,
  },
  out: { condition: condition() },
  dimensions: ({ batch }) => ({ B: batch }),
  check: (settings): Refusal[] => {
    const { cascade, labels, guidance } = settings;
    const wrong = labels.filter((label) => !classNumbers(cascade).includes(label));
    const refuse = (setting: string, expected: string, got: unknown): Refusal => ({
      ...{ code: 'E_CONDITION', path: `with.${setting}`, expected, got: JSON.stringify(got) },
    });
    if (cascade.condition.kind === 'text') {
      return [refuse('cascade', 'a cascade with classes or without condition', 'condition: text')];
    }
    if (wrong.length > 0)
      return [refuse('labels', numbered(classNumbers(cascade).length - 1, 'class', 'classes'), labels)];
    if (cascade.condition.kind === 'none' && guidance.some((w) => w !== 1)) {
      return [refuse('guidance', '1: the cascade has no condition', guidance)];
    }
    return refuseGuidance(settings);
  },
  sketch: (settings) => ({ condition: conditionOf(settings, 0) }),
  steps: ({ batch, count }) => Math.ceil(count / batch),
  run: async function* (_, settings, { progress }, first) {
    const items = Math.ceil(settings.count / settings.batch);
    for (let item = first; item < items; item++) {
      yield { condition: conditionOf(settings, item) };
      progress(item + 1, items);
    }
  },
});

interface BatchSettings {
  readonly cascade: Cascade;
  readonly batch: number;
  readonly labels: readonly number[];
  readonly guidance: readonly number[];
  readonly interval: readonly number[];
}

function conditionOf(settings: BatchSettings, item: number): ClassCondition {
  const { cascade, batch, labels } = settings;
  const [all, first] = [classNumbers(cascade).length, item * batch];
  const labelOf = (video: number): number => (labels.length > 0 ? itemAt(labels, video % labels.length) : video % all);
  const classes = Array.from({ length: batch }, (_, b) => (all === 0 ? null : labelOf(first + b)));
  return { kind: 'classes', classes, ...guidedBy(settings) };
}
