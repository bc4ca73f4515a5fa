import { expect, test } from '@jest/globals';
import { conditionClasses } from '../../../operators/condition/classes.js';
import { smallCascade } from '../../cascade.js';
import { itemsOf, testContext } from '../../context.js';

test('labels are taken in turn', async () => {
  const cascade = smallCascade({ condition: { classes: 4 } });
  const settings = { cascade, labels: [3, 1], count: 5, guidance: [2], interval: [] };
  const items = await itemsOf(conditionClasses.run({ slab: undefined }, settings, testContext(), 0));
  expect(items).toEqual([{ condition: { kind: 'classes', classes: [3, 1, 3, 1, 3], guidance: [2] } }]);
});

test('a slab has the labels of its videos', async () => {
  const cascade = smallCascade({ condition: { classes: 4 } });
  const slab = { number: 0, level: 1, isLast: false, videos: { first: 3, count: 3, of: 9, from: 0 } };
  const settings = { cascade, labels: [3, 1], count: 1, guidance: [2], interval: [] };
  const items = await itemsOf(conditionClasses.run({ slab }, settings, testContext(), 0));
  expect(items).toEqual([{ condition: { kind: 'classes', classes: [1, 3, 1], guidance: [2] } }]);
});

test('without labels, the videos have all classes in turn', async () => {
  const cascade = smallCascade({ condition: { classes: 4 } });
  const settings = { cascade, labels: [], count: 5, guidance: [1], interval: [] };
  expect(conditionClasses.check?.(settings, {}, [])).toEqual([]);
  const items = await itemsOf(conditionClasses.run({ slab: undefined }, settings, testContext(), 0));
  expect(items).toMatchObject([{ condition: { classes: [0, 1, 2, 3, 0] } }]);
});

test.each([
  ['a class the cascade does not have', { classes: 4 }, [0, 4], 'with.labels'],
  ['classes for a cascade without', undefined, [0], 'with.cascade'],
])('%s is refused before anything runs', (_, condition, labels, path) => {
  const cascade = smallCascade(condition === undefined ? {} : { condition });
  const refused = conditionClasses.check?.({ cascade, labels, count: 1, guidance: [1], interval: [] }, {}, []) ?? [];
  expect(refused.map((fault) => [fault.code, fault.path])).toEqual([['E_CONDITION', path]]);
});
