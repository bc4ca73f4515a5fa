import { expect, test } from '@jest/globals';
import type { Evaluation } from '../../../operators/measure/evaluation.js';
import {
  describeMeasure,
  evaluationPage,
  formatFigure,
  summaryLine,
} from '../../../operators/measure/evaluation-page.js';

const evaluation: Evaluation = {
  ...{ videos: 4, reals: 8, size: [16, 64, 64, 1], frames: 8 },
  measures: { 'fd.frames': { value: 12.345, error: 0.52, real: { value: 3, error: null } } },
  worst: [{ video: 3, text: 'a <b>', distance: 2, nearest: 5, nearestText: 'fox', rank: 4 }],
  best: [{ video: 1, text: null, distance: 1, nearest: 0, nearestText: null, rank: null }],
  caveats: ['4 samples are few'],
};

test('the page needs no other file, and shows figures, caveats, and the worst and best samples beside real ones', () => {
  const [samples, reals] = [new Map([[3, Uint8Array.of(1, 2, 3)]]), new Map([[5, Uint8Array.of(4, 5, 6)]])];
  const html = evaluationPage({ title: 'Mine', evaluation, samples, reals });
  expect(html).not.toMatch(/(src|href)="(?!data:)/);
  for (const part of [
    '12.35 ± 0.52',
    'a &lt;b&gt;',
    'AQID',
    'BAUG',
    'fox',
    'number 4 by distance',
    '4 samples are few',
    'less',
  ]) {
    expect(html).toContain(part);
  }
});

test('a figure has the digits that its error leaves', () => {
  const of = (value: number | null, error: number | null): string => formatFigure({ value, error });
  expect([of(12.345, 0.52), of(0.04567, 0.0012), of(1234.5, 120), of(0.123456, null), of(null, null)]).toEqual([
    ...['12.35 ± 0.52', '0.0457 ± 0.0012', '1235 ± 120', '0.1235', 'not known'],
  ]);
});

test('measures are named in words, and unknown ones by their name', () => {
  expect(describeMeasure('fd.frames')).toMatchObject({ better: 'less' });
  expect(describeMeasure('mine')).toEqual({ words: 'mine', better: '' });
  expect(summaryLine(evaluation.measures)).toBe('fd.frames 12.35 ± 0.52');
});
