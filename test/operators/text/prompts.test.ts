import { expect, test } from '@jest/globals';
import { textPrompts } from '../../../operators/text/prompts.js';
import { itemsOf, testContext } from '../../context.js';

const textsOf = (prompts: readonly string[], count: number) =>
  itemsOf(textPrompts.run({}, { prompts, count }, testContext(), 0));

test('videos take the prompts in turn; an empty one is no text', async () => {
  expect(await textsOf(['a cat', ' ', 'a dog'], 5)).toEqual([{ texts: ['a cat', null, 'a dog', 'a cat', null] }]);
});

test('no prompt at all is refused before the run', () => {
  expect(textPrompts.check?.({ prompts: [], count: 1 }, {}, [])).toMatchObject([
    { code: 'E_CONDITION', path: 'with.prompts', got: '[]' },
  ]);
});
