import { expect, test } from '@jest/globals';
import { textPrompts } from '../../../operators/text/prompts.js';
import type { Slab } from '../../../operators/tiles/slab.js';
import { itemsOf, testContext } from '../../context.js';

const textsOf = (prompts: readonly string[], count: number, slab?: Slab) =>
  itemsOf(textPrompts.run({ slab }, { prompts, count }, testContext(), 0));

test('videos take the prompts in turn; an empty one is no text', async () => {
  expect(await textsOf(['a cat', ' ', 'a dog'], 5)).toEqual([{ texts: ['a cat', null, 'a dog', 'a cat', null] }]);
});

test('an empty prompt is said once, with the numbers of its videos', async () => {
  const context = testContext();
  const notesOf = async (number: number) => {
    const slab = { number, level: 1, isLast: false, videos: { first: 2, count: 4, of: 6, from: 0 } };
    await itemsOf(textPrompts.run({ slab }, { prompts: ['', 'a dog'], count: 1 }, context, number));
    return [...context.notes];
  };
  const said = ['an empty prompt is no text: nothing says what is in video 2, 4'];
  expect(await notesOf(0)).toEqual(said);
  expect(await notesOf(1)).toEqual(said);
});

test('a slab has the texts of its videos', async () => {
  const slab = { number: 0, level: 1, isLast: false, videos: { first: 3, count: 3, of: 9, from: 0 } };
  expect(await textsOf(['a cat', 'a dog'], 1, slab)).toEqual([{ texts: ['a dog', 'a cat', 'a dog'] }]);
});

test('no prompt at all is refused before the run', () => {
  expect(textPrompts.check?.({ prompts: [], count: 1 }, {}, [])).toMatchObject([
    { code: 'E_CONDITION', path: 'with.prompts', got: '[]' },
  ]);
});
