import { expect, test } from '@jest/globals';
import { conditionBatches } from '../../../operators/condition/batches.js';
import { smallCascade } from '../../cascade.js';
import { itemsOf, settingsOf, testContext } from '../../context.js';

const classes = smallCascade({ condition: { classes: 3 } });

async function classesOf(given: Partial<Parameters<typeof conditionBatches.run>[1]>, first = 0) {
  const settings = settingsOf(conditionBatches.with, { cascade: classes, batch: 2, count: 5, ...given });
  const items = await itemsOf(conditionBatches.run({}, settings, testContext(), first));
  return items.map(({ condition }) => (condition.kind === 'classes' ? condition.classes : []));
}

test('all classes in turn, in full items, as many as the videos need', async () => {
  expect(await classesOf({})).toEqual([
    [0, 1],
    [2, 0],
    [1, 2],
  ]);
});

test('a run that begins later has the items that it would have had, and other sizes of items the same classes', async () => {
  expect(await classesOf({}, 2)).toEqual([[1, 2]]);
  expect((await classesOf({ batch: 3, count: 6 })).flat()).toEqual((await classesOf({ count: 6 })).flat());
});

test('labels of one`s own, and none for a cascade without condition', async () => {
  expect(await classesOf({ labels: [2], count: 2 })).toEqual([[2, 2]]);
  expect(await classesOf({ cascade: smallCascade(), count: 2 })).toEqual([[null, null]]);
});

test.each([
  ['a class that the cascade does not have', { labels: [3] }, 'with.labels'],
  ['guidance without condition', { cascade: smallCascade(), guidance: [2] }, 'with.guidance'],
  ['guidance for another number of levels', { guidance: [2, 1, 1, 1] }, 'with.guidance'],
  ['texts', { cascade: smallCascade({ condition: { text: { width: 8, tokens: 4 } } }) }, 'with.cascade'],
])('%s: refused before anything runs', (_, given, path) => {
  const settings = settingsOf(conditionBatches.with, { cascade: classes, ...given });
  expect(conditionBatches.check?.(settings, {}, [])).toMatchObject([{ code: 'E_CONDITION', path }]);
});
