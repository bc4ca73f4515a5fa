import { expect, test } from '@jest/globals';
import { countOf, overlapOf, squared, type Vectors } from '../../../operators/measure/overlap-of.js';

const points = (...values: number[]): Vectors => ({ width: 1, values: Float32Array.from(values) });
const cluster = (count: number, at: number): number[] =>
  Array.from({ length: count }, (_, i) => at + ((i * 7919) % 101) / 101);

function valuesOf(samples: Vectors, reals: Vectors) {
  const { precision, recall, density, coverage } = overlapOf(samples, reals);
  return [precision, recall, density, coverage].map(({ value }) => value);
}

test('an example by hand: one sample in the middle of eight real videos, three far away', () => {
  // third neighbours of 0 … 7 are at most 3 away, fifth ones 3 to 5; the one sample lies in all eight balls of the latter: 8 / (5 · 4)
  expect(valuesOf(points(3.5, 100, 200, 300), points(0, 1, 2, 3, 4, 5, 6, 7))).toEqual([0.25, 1, 0.4, 1]);
});

test('videos beside themselves overlap, those far away do not', () => {
  const reals = points(...cluster(40, 0));
  const [precision, recall, , coverage] = valuesOf(reals, reals);
  expect([precision, recall, coverage]).toEqual([1, 1, 1]);
  expect(valuesOf(points(...cluster(40, 1000)), reals)).toEqual([0, 0, 0, 0]);
});

test('samples of one of two kinds are precise and cover those', () => {
  const { precision, recall, coverage } = overlapOf(
    points(...cluster(40, 0)),
    points(...cluster(15, 0), ...cluster(25, 50)),
  );
  expect([precision.value, recall.value, coverage.value]).toEqual([1, 0.375, 0.375]);
  expect(coverage.error).toBeGreaterThan(0);
});

test('too few videos for a neighbour have no figures', () => {
  expect(valuesOf(points(1, 2, 3), points(1, 2, 3))).toEqual([null, null, null, null]);
});

test('vectors are counted and compared by their width', () => {
  const pairs: Vectors = { width: 2, values: Float32Array.of(0, 0, 3, 4) };
  expect([countOf(pairs), squared(pairs, 0, pairs, 1)]).toEqual([2, 25]);
});
