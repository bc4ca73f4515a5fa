import { expect, test } from '@jest/globals';
import { spotOfCursor, spotOfWord } from '../../../pipelines/language/spot.js';

const cursor = (text: string) => spotOfCursor(text.replace('|', ''), text.indexOf('|'));

test('a cursor has the trail of what is written there, in maps of both forms and in lists', () => {
  expect(cursor('a:\n  b: { c: d| }')).toMatchObject({
    trail: ['a', 'b', 'c'],
    isKey: false,
    text: 'd',
    from: 13,
    to: 14,
  });
  expect(cursor('a:\n  b: 1\n  c|\n')).toMatchObject({
    trail: ['a', 'c\u2038'.replace('c', 'cCURSOR')],
    isKey: true,
    text: 'c',
  });
  expect(cursor('a: [x, |]')).toMatchObject({ trail: ['a', 1], isKey: false, text: '' });
});

test('where brackets are open or a colon is missing, too', () => {
  expect(cursor('a: { b: { c: |')).toMatchObject({ trail: ['a', 'b', 'c'], isKey: false });
  expect(cursor('a:\n  b: 1\nother\n  c: |')).toBeDefined();
});

test('nowhere in comments and within texts of several words', () => {
  expect(cursor('a: 1 # b|')).toBeUndefined();
  expect(cursor('a: some w|')).toBeUndefined();
});

test('a word is the key or the value under the pointer', () => {
  expect(spotOfWord('a: { bc: de }', 6)).toMatchObject({ trail: ['a', 'bc'], isKey: true, text: 'bc', from: 5, to: 7 });
  expect(spotOfWord('a: { bc: de }', 10)).toMatchObject({ trail: ['a', 'bc'], isKey: false, text: 'de' });
  expect(spotOfWord('# nothing', 3)).toBeUndefined();
});
