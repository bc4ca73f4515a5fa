import { expect, test } from '@jest/globals';
import { ClassSums } from '../../../operators/measure/class-sums.js';
import { stream } from '../../../operators/tensor/stream.js';

/** K, the number of classes. */
const K = 5;

/** Probabilities of the classes of n pictures of a video; greater `certainty` makes them differ more. */
function told(video: number, n: number, certainty: number): Float32Array {
  const logits = stream({ seed: 1, purpose: 'test classes', item: video }).normal(n * K);
  const rows = Array.from({ length: n }, (_, i) => {
    const row = [...logits.subarray(i * K, (i + 1) * K)].map((x) => Math.exp(certainty * x));
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map((x) => x / sum);
  });
  return Float32Array.from(rows.flat());
}

/** The score by its definition: exp of the mean over pictures of Σ_k p(k|x) ln(p(k|x) / p(k)). */
function byDefinition(videos: readonly Float32Array[]): number {
  const rows = videos.flatMap((video) =>
    Array.from({ length: video.length / K }, (_, i) => [...video.subarray(i * K, (i + 1) * K)]),
  );
  const mean = Array.from({ length: K }, (_, k) => rows.reduce((sum, row) => sum + (row[k] ?? 0), 0) / rows.length);
  const divergences = rows.map((row) =>
    row.reduce((sum, p, k) => sum + (p > 0 ? p * Math.log(p / (mean[k] ?? 0)) : 0), 0),
  );
  return Math.exp(divergences.reduce((a, b) => a + b, 0) / rows.length);
}

const sumsOf = (videos: readonly Float32Array[]): ClassSums => {
  const sums = new ClassSums();
  videos.forEach((video, number) => {
    sums.add(number, video, K);
  });
  return sums;
};

test('the score is that of its definition, and its error that of leaving out a tenth of the videos', () => {
  const videos = Array.from({ length: 43 }, (_, video) => told(video, 3, 2));
  const { value, error } = sumsOf(videos).score();
  expect(value).toBeCloseTo(byDefinition(videos), 5);
  const without = Array.from({ length: 10 }, (_, g) => byDefinition(videos.filter((_, i) => i % 10 !== g)));
  const mean = without.reduce((a, b) => a + b, 0) / 10;
  expect(error).toBeCloseTo(Math.sqrt(0.9 * without.reduce((sum, x) => sum + (x - mean) ** 2, 0)), 5);
});

test('it is 1 where all pictures are told alike, and K where each is told for certain and all are as frequent', () => {
  const alike = Array.from({ length: 20 }, () => Float32Array.of(0.1, 0.2, 0.3, 0.4, 0));
  expect(sumsOf(alike).score().value).toBeCloseTo(1, 6);
  const certain = Array.from({ length: 20 }, (_, video) =>
    Float32Array.from({ length: K }, (_, k) => Number(k === video % K)),
  );
  expect(sumsOf(certain).score().value).toBeCloseTo(K, 6);
  // by hand: halves told for certain as one of two classes, ln 2 each
  const two = [Float32Array.of(1, 0, 0, 0, 0), Float32Array.of(0, 1, 0, 0, 0)];
  expect(sumsOf(two).score().value).toBeCloseTo(2, 6);
});

test('few pictures for the classes are said, and nothing is known of none', () => {
  expect(sumsOf([told(0, 3, 1)]).caveats()).toEqual([expect.stringContaining('3 pictures are few for 5 classes')]);
  expect(sumsOf(Array.from({ length: 20 }, (_, video) => told(video, 3, 1))).caveats()).toEqual([]);
  expect(new ClassSums().score()).toEqual({ value: null, error: null });
});
