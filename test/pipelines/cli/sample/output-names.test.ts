import { expect, test } from '@jest/globals';
import { isSeparate, nameOfAll, outputNames } from '../../../../pipelines/cli/sample/output-names.js';

const named = { seed: 7, subjects: ['Polar bear!', 'a fox, at night'], count: 2 };

test.each([
  ['out/x.mp4', ['out/x.mp4']],
  ['out/{seed}/x-{seed}.mp4', ['out/7/x-7.mp4']],
  ['out/{prompt}.mp4', ['out/polar-bear.mp4', 'out/a-fox-at-night.mp4']],
  ['{n}-{prompt}-{seed}/', ['0-polar-bear-7/', '1-a-fox-at-night-7/']],
])('%s names %j', (pattern, names) => {
  expect(outputNames(pattern, named)).toEqual(names);
  expect(isSeparate(pattern)).toBe(names.length > 1);
});

test('numbers are as long as the last one, so that names sort', () => {
  const names = outputNames('{n}.gif', { ...named, count: 11 });
  expect([names[0], names[10]]).toEqual(['00.gif', '10.gif']);
});

test('a name in braces that stands for nothing is refused', () => {
  expect(() => outputNames('out/{promt}-{seed}.gif', named)).toThrow(
    /--out {2}E_OUTPUT_PATH[^]*got +\{promt\}[^]*try +out\/\{prompt\}-\{seed\}\.gif/,
  );
});

test('a name for two videos is refused, with a better one', () => {
  expect(() => outputNames('out/{prompt}.mp4', { ...named, count: 3 })).toThrow(
    /E_OUTPUT_PATH[^]*out\/polar-bear\.mp4 for more than one[^]*try +out\/\{prompt\}-\{n\}\.mp4/,
  );
  expect(outputNames('{prompt}.mp4', { seed: 0, subjects: [], count: 1 })).toEqual(['none.mp4']);
});

test.each([
  ['out/{prompt}.mp4', 'out/sheet.mp4'],
  ['out/{prompt}-{seed}.mp4', 'out/sheet-7.mp4'],
  ['fox-{n}.gif', 'fox-sheet.gif'],
  ['out/{prompt} {n}.mp4', 'out/sheet.mp4'],
  ['/a/{prompt}/b/video-{n}.mp4', '/a/b/video-sheet.mp4'],
  ['out/{n}/frames/', 'out/frames/'],
  ['out/{n}/', 'out/sheet/'],
])('%s: all of them together are %s', (pattern, name) => {
  expect(nameOfAll(pattern, 7)).toBe(name);
});

test('a file for each of more videos than a folder should hold is refused', () => {
  expect(() => outputNames('{n}.mp4', { ...named, count: 1e9 })).toThrow(
    /--count {2}E_SET[^]*at most 100000 videos with a file each/,
  );
});

test.each([
  ['{seed.mp4', /got +\{seed\.mp4\n +try +\{seed\}\.mp4/],
  ['out/seed}.mp4', /got +\}\n +try +out\/seed\.mp4/],
  ['{a b}.mp4', /got +\{a b\}\n +try +\{prompt\}\.mp4/],
  ['', /an empty path\n +try +out\/video\.mp4/],
  ['-', /standard output/],
  ['pipe:1', /standard output/],
])('"%s" is refused', (pattern, message) => {
  expect(() => outputNames(pattern, named)).toThrow(message);
});
