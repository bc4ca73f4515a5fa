import { expect, test } from '@jest/globals';
import { guidedBy, refuseGuidance } from '../../../operators/values/guidance.js';
import { smallCascade } from '../../cascade.js';

test('guidance without an interval acts at every σ', () => {
  expect(guidedBy({ guidance: [2], interval: [] })).toEqual({ guidance: [2] });
  expect(guidedBy({ guidance: [2, 1, 1], interval: [0.1, 2] })).toEqual({ guidance: [2, 1, 1], interval: [0.1, 2] });
});

test.each([
  [[2], [], undefined],
  [[2, 1, 1.5], [0, 5], undefined],
  [[2, 1], [], undefined],
  [[2, 1, 1, 1], [], 'with.guidance'],
  [[], [], 'with.guidance'],
  [[2], [0, 5, 1, 5, 1, 1], undefined],
  [[2], [5, 1], 'with.interval'],
  [[2], [1], 'with.interval'],
  [[2], [0, 5, 1, 5], 'with.interval'],
  [[2], [0, 5, 1, 5, 5, 1], 'with.interval'],
  [[2], [-1, 1], 'with.interval'],
])('guidance %j in %j for three levels', (guidance, interval, path) => {
  const refused = refuseGuidance({ cascade: smallCascade(), guidance, interval });
  expect(refused.map((fault) => fault.path)).toEqual(path === undefined ? [] : [path]);
});

test('a cascade of one level is not said to have several', () => {
  const whole = smallCascade();
  const cascade = { ...whole, levels: whole.levels.slice(0, 1) };
  const refused = refuseGuidance({ cascade, guidance: [], interval: [5, 1] });
  expect(refused.map(({ expected }) => expected)).toEqual([
    'one number: the cascade has 1 level',
    '[lowest, highest], 0 ≤ lowest ≤ highest',
  ]);
});
