import { expect, test } from '@jest/globals';
import { labelOf, rankReport, summaryOf } from '../../../operators/measure/rank-report.js';
import type { Clip } from '../../../operators/values/clips.js';

const clip = (name: string, captions?: string[]): Clip => ({
  name,
  source: { kind: 'file', path: name },
  ...(captions === undefined ? {} : { captions }),
});
const clips = [clip('a.webp', ['cat', 'kitten']), clip('b.webp')];
const ranking = (rank: number) => ({ text: 'cat', asked: 0, rank, distance: 0.5, nearest: 1, nearestDistance: 0.25 });

test('shares of the ranked videos, with the error of a share', () => {
  const rankings = [1, 1, 2, 6].map(ranking);
  const report = rankReport([...rankings, { text: 'cow', nearest: 0, nearestDistance: 1 }], clips, [4, 8, 8]);
  expect(report).toMatchObject({ clips: 2, size: [4, 8, 8], videos: 5, ranked: 4, medianRank: 1.5, difference: 0.5 });
  // √(½ · ½ / 4) and √(¾ · ¼ / 4)
  expect(report.top1).toEqual({ share: 0.5, error: 0.25 });
  expect(report.top5).toEqual({ share: 0.75, error: 0.216506 });
  expect(summaryOf(report)).toBe(
    'top-1 0.500 ± 0.250, top-5 0.750 ± 0.217, median rank 1.5, of 4 videos among 2 clips',
  );
});

test('a row for each video, in order, with the names of its clips', () => {
  const { rows } = rankReport([ranking(2), { text: null, nearest: 0, nearestDistance: 1 }], clips, [4, 8, 8]);
  expect(rows).toEqual([
    {
      text: 'cat',
      rank: 2,
      clip: 'a.webp',
      difference: 0.5,
      nearest: { clip: 'b.webp', caption: null, difference: 0.25 },
    },
    {
      text: null,
      rank: null,
      clip: null,
      difference: null,
      nearest: { clip: 'a.webp', caption: 'cat', difference: 1 },
    },
  ]);
});

test('without a caption that a clip has there are no shares', () => {
  const report = rankReport([{ text: 'cow', nearest: 0, nearestDistance: 1 }], clips, [4, 8, 8]);
  expect(report.top1).toBeUndefined();
  expect(summaryOf(report)).toBe('the one video does not have the caption of a clip');
});

test('a label names the nearest clip where it is not the one that was asked for', () => {
  expect(labelOf(ranking(3), clips)).toBe('cat #3 (b.webp)');
  expect(labelOf({ ...ranking(1), nearest: 0 }, clips)).toBe('cat #1');
  expect(labelOf({ text: 'cow', nearest: 0, nearestDistance: 1 }, clips)).toBe('cow (cat)');
});
