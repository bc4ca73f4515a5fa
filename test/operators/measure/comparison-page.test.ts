import { expect, test } from '@jest/globals';
import { comparisonLines, comparisonPage } from '../../../operators/measure/comparison-page.js';
import type { Evaluation } from '../../../operators/measure/evaluation.js';

const evaluation = (value: number, more: Evaluation['measures'] = {}): Evaluation => ({
  ...{ videos: 4, reals: 8, size: [16, 64, 64, 1], frames: 8, worst: [], best: [], caveats: [`${value} are few`] },
  measures: { 'fd.frames': { value, error: 0.52, real: { value: 3, error: null } }, ...more },
});
const strips = (byte: number) => new Map([[0, Uint8Array.of(byte, byte, byte)]]);

test('a line for each measure that any of them has, with a column for each', () => {
  const compared = [
    { evaluation: evaluation(12.345) },
    { evaluation: evaluation(20, { mine: { value: 1, error: null } }) },
  ];
  expect(comparisonLines(compared)).toEqual([
    [expect.stringContaining('Fréchet'), '12.35 ± 0.52', '20.00 ± 0.52', '3', 'less'],
    ['mine', '', '1', '', ''],
  ]);
});

test('the page needs no other file, and shows samples of the same number side by side', () => {
  const compared = [
    { name: 'a<b', evaluation: evaluation(1), strips: strips(1) },
    { name: 'other', evaluation: evaluation(2), strips: strips(2) },
  ];
  const html = comparisonPage('Mine', compared, ['fox']);
  expect(html).not.toMatch(/(src|href)="(?!data:)/);
  for (const part of ['a&lt;b', 'AQEB', 'AgIC', 'sample 0; fox', 'other: 2 are few']) expect(html).toContain(part);
});
