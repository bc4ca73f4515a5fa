import { expect, test } from '@jest/globals';
import { flow, int, pure, source, stage, window, type Kind } from '../../../dsl/index.js';
import { isLikeOperator, lackOf } from '../../../dsl/expand/lack-of.js';

const kind: Kind<number> = { name: 'number', tensors: false, release: () => undefined };
const parts = { id: 'my.part', summary: '', in: { a: { kind } }, out: { b: { kind } }, with: { by: int('factor') } };
const whole = {
  pure: pure({ ...parts, run: ({ a }) => ({ b: a }) }),
  source: source({
    ...parts,
    emits: 'one',
    run: async function* ({ a }) {
      yield { b: a };
    },
  }),
  stage: stage({ ...parts, open: () => ({ next: ({ a }) => ({ b: a }) }) }),
  window: window({ ...parts, size: () => 2, step: () => 1, run: () => ({ b: 1 }) }),
  flow: flow({
    ...parts,
    run: async function* () {
      yield { b: 1 };
    },
  }),
};

test('an operator of each form lacks nothing', () => {
  for (const operator of Object.values(whole)) {
    expect(isLikeOperator(operator)).toBe(true);
    expect(lackOf({ ...operator })).toBeUndefined();
  }
});

test.each<[keyof typeof whole, string, unknown, string, string]>([
  ['pure', 'id', 'part', 'an id such as "my.tint"', 'without'],
  ['pure', 'summary', undefined, 'a summary', 'without'],
  ['pure', 'in', undefined, '"in", an object; {} for none', 'without'],
  ['pure', 'in', { a: 'frames' }, 'for "in.a" a port, such as frames()', 'without'],
  ['pure', 'out', { b: undefined }, 'for "out.b" a port, such as frames()', 'without'],
  ['pure', 'with', { by: 2 }, `for "with.by" a parameter, such as int('how many')`, 'without'],
  ['source', 'emits', undefined, `"emits", 'one' or 'many'`, 'without'],
  ['source', 'emits', 'lots', `"emits", 'one' or 'many'`, 'with "lots"'],
  ['stage', 'open', undefined, '"open", a function', 'without'],
  ['window', 'size', 3, '"size", a function', 'without'],
  ['window', 'step', undefined, '"step", a function', 'without'],
  ['flow', 'run', undefined, '"run", a function', 'without'],
])('of a %s, the part %s may not be %j', (form, part, value, expected, got) => {
  expect(lackOf({ ...whole[form], [part]: value })).toEqual({ expected, got });
});

test('other exports are no operators', () => {
  for (const value of [undefined, null, 3, () => 1, {}, { form: 'round' }, { form: 'toString' }])
    expect(isLikeOperator(value)).toBe(false);
});
