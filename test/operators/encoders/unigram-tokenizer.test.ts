import { describe, expect, test } from '@jest/globals';
import { unigramTokenizer, type Piece } from '../../../operators/encoders/unigram-tokenizer.js';

const PIECES: Piece[] = [
  ['<unk>', 0],
  ['▁', -3],
  ['▁a', -2],
  ['ab', -2.5],
  ['a', -3],
  ['b', -3],
  ['▁ab', -6],
];
const tokenize = unigramTokenizer(PIECES, 1);
const read = (text: string): string[] => tokenize(text).map((id) => PIECES[id]?.[0] ?? '');

describe('a unigram tokenizer', () => {
  test('takes the likeliest split, not the longest piece', () => {
    expect(read('ab')).toEqual(['▁a', 'b']); // −5; ▁ab alone is −6, ▁ and ab −5.5
  });

  test('spaces begin words', () => expect(read('a b')).toEqual(['▁a', '▁', 'b']));

  test('neighbouring unknown symbols are one', () => expect(tokenize('a??b')).toEqual([2, 0, 5]));

  test('full-width letters are letters', () => expect(tokenize('ａ')).toEqual(tokenize('a')));

  test('no text has no tokens', () => expect(tokenize('')).toEqual([]));
});
