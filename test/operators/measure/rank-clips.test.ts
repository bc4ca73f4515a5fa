import { expect, test } from '@jest/globals';
import { captionsOf, differences, rankClips } from '../../../operators/measure/rank-clips.js';

const clips = [{ captions: ['Cat', 'an emoji of cat'] }, {}, { captions: ['dog'] }, { captions: [' cat '] }];
const captions = captionsOf(clips);

test('the clips of a caption are found without regard to case and space', () => {
  expect([captions.get('cat'), captions.get('an emoji of cat'), captions.get('cow')]).toEqual([[0, 3], [0], undefined]);
});

test('the rank of a clip is one more than the number of nearer ones; of equal captions the nearest counts', () => {
  const row = Float64Array.of(0.5, 0.1, 0.2, 0.3);
  expect(rankClips('dog', row, captions)).toEqual({
    ...{ text: 'dog', asked: 2, rank: 2, distance: 0.2, nearest: 1, nearestDistance: 0.1 },
  });
  expect(rankClips('CAT', row, captions)).toMatchObject({ asked: 3, rank: 3 });
  expect(rankClips('an emoji of cat', row, captions)).toMatchObject({ asked: 0, rank: 4 });
});

test('equally near clips share a rank, so a clip that is there twice is still the first', () => {
  expect(rankClips('dog', Float64Array.of(0.1, 0.1, 0.1, 0.4), captions)).toMatchObject({ rank: 1 });
});

test('a text that is no caption, and none, have a nearest clip and no rank', () => {
  const row = Float64Array.of(3, 2, 1, 4);
  expect(rankClips('cow', row, captions)).toEqual({ text: 'cow', nearest: 2, nearestDistance: 1 });
  expect(rankClips(null, row, captions)).toEqual({ text: null, nearest: 2, nearestDistance: 1 });
});

/** Clips of two bytes, handed on in chunks of one and of two. */
const reduced = {
  clips: [1, 2, 3].map((name) => ({ name: `${name}`, source: { kind: 'file' as const, path: '' } })),
  length: 2,
  chunks: async function* () {
    yield { first: 0, bytes: Uint8Array.of(0, 0) };
    yield { first: 1, bytes: Uint8Array.of(255, 255, 0, 255) };
  },
};

test('differences are means of squares of values in [-1, 1], whatever the chunks', async () => {
  const videos = Uint8Array.of(0, 0, 0, 255);
  const rows = await differences(reduced, videos, new AbortController().signal);
  // black against white: (−1 − 1)² = 4
  expect(rows.map((row) => [...row])).toEqual([
    [0, 4, 2],
    [2, 2, 0],
  ]);
});

test('a cancelled run compares no further', async () => {
  await expect(differences(reduced, Uint8Array.of(0, 0), AbortSignal.abort())).rejects.toThrow();
});
