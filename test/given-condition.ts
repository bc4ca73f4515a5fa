import { int, number, source } from '../dsl/index.js';
import { cascade } from '../operators/values/cascade.js';
import { condition } from '../operators/values/condition.js';
import { someCondition } from './network.js';

/** A source of a condition of the kind that a cascade takes, for documents that sample. The condition of a video depends on its number alone. */
export const givenCondition = source({
  id: 'test.condition',
  summary: 'Some condition',
  emits: 'one',
  in: {},
  with: {
    cascade: cascade('kind of the condition'),
    count: int('videos', { min: 1 }),
    guidance: number('how far past the null condition', { default: 1 }),
  },
  out: { condition: condition() },
  dimensions: ({ count }) => ({ B: count }),
  run: async function* (_, { cascade, count, guidance }) {
    const some = someCondition(cascade, count, guidance);
    if (some === undefined) throw new RangeError('the cascade takes no condition');
    yield { condition: some };
  },
});
