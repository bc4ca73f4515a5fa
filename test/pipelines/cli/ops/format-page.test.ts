import { expect, test } from '@jest/globals';
import { formatList, formatPage } from '../../../../pipelines/cli/ops/format-page.js';
import { operatorPage, pagesByFamily } from '../../../../pipelines/cli/ops/operator-page.js';
import { blur } from './blur.js';

test('an operator page has every port with its type, and every parameter with default, range and unit', () => {
  expect(formatPage(operatorPage(blur))).toBe(`image.blur   stage: one output per item, calls a body
Blur videos

in
  video  video [B, C] float32 in [-1, 1]
  mask   video [B, C] float32 in [-1, 1]  optional
  more   video [B, C] float32 in [-1, 1]  takes several

out
  video  video [B, C] float32 in [-1, 1]

body: in
  video  video [B, C] float32 in [-1, 1]

body: out
  video  video [B, C] float32 in [-1, 1]

with
  radius  number ≥ 0, ≤ 9 pixels  = 1.5     how far
  times   int ≥ 1                 required  how often
`);
});

test('a list has a line per operator, by family', () => {
  const text = formatList(pagesByFamily({ 'image.blur': blur }));
  expect(text).toMatch(/^image\n {2}image\.blur {2}Blur videos\n/);
});
