import { describe, expect, test } from '@jest/globals';
import { readCsv } from '../../../operators/clips/read-csv.js';

const warnings: string[] = [];
const read = (text: string) => readCsv(text, 'a.csv', (message) => warnings.push(message));

test('rows have their captions, labels and times, in any order of the columns', async () => {
  const rows = await read(
    'Caption,path,end,alternatives,label\n"a cat, ""red""",a.mp4,2.5,the cat | a pet,x\n\n,b.mp4,,,\n',
  );
  expect(rows).toEqual([
    { line: 2, path: 'a.mp4', captions: ['a cat, "red"', 'the cat', 'a pet'], label: 'x', end: 2.5 },
    { line: 4, path: 'b.mp4', captions: [] },
  ]);
});

test('columns that are not read are named once', async () => {
  await read('path,caption,author\na,b,c\n');
  expect(warnings.at(-1)).toMatch(/not read: author/);
});

test('the names of the Hugging Face hub are known, and labels can stand without captions', async () => {
  expect(await read('file_name,text\na.mp4,a cat\n')).toEqual([{ line: 2, path: 'a.mp4', captions: ['a cat'] }]);
  expect(await read('file_name,label\na.mp4,cats\n')).toEqual([
    { line: 2, path: 'a.mp4', captions: [], label: 'cats' },
  ]);
});

describe('refused with its line:', () => {
  test.each([
    ['a column that is there twice', 'path,caption,caption\na,b,c\n', /a\.csv:1 {2}E_CAPTIONS[^]*"caption" twice/],
    ['two names of one column', 'path,caption,text\na,b,c\n', /"caption" and "text", which mean the same/],
    ['a column that is missing', 'file,caption\na,b\n', /a\.csv:1[^]*the columns file, caption/],
    ['an empty file', '', /a\.csv:1/],
    ['a row with another number of cells', 'path,caption\na.mp4,a cat, red\n', /a\.csv:2[^]*double quotes/],
    ['an empty path', 'path,caption\na,b\n,c\n', /a\.csv:3[^]*empty path/],
    ['a time that is no number', 'path,caption,start\na,b,soon\n', /a\.csv:2[^]*start[^]*soon/],
    ['a negative time', 'path,caption,end\na,b,-1\n', /a\.csv:2[^]*end/],
  ])('%s', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});
