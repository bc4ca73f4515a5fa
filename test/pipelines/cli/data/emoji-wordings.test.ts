import { expect, test } from '@jest/globals';
import { emojiWordings } from '../../../../pipelines/cli/data/emoji-wordings.js';

test('an emoji is asked for by a sentence, its words in another order, and keywords that are its own', () => {
  const [bear, cat, dog] = emojiWordings([
    { name: 'polar bear', keywords: ['polar_bear', 'animal', 'arctic', 'arctic', ':D', '100', 'it’s'] },
    { name: 'cat', keywords: ['animal', 'Meow', 'pet'] },
    { name: 'service dog', keywords: ['animal', 'cat', 'pet'] },
  ]);
  expect(bear).toEqual(['polar bear emoji', 'an emoji of polar bear', 'bear polar', 'arctic']);
  expect(cat).toEqual(['cat emoji', 'an emoji of cat', 'meow', 'pet']);
  expect(dog).toEqual(['service dog emoji', 'an emoji of service dog', 'dog service', 'pet']);
});

test('a long name keeps its order, and no emoji has more than six keywords', () => {
  const keywords = ['aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'gg'];
  const [face] = emojiWordings([{ name: 'face with tears of joy', keywords }]);
  expect(face).toEqual(['face with tears of joy emoji', 'an emoji of face with tears of joy', ...keywords.slice(0, 6)]);
});
