import { describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import {
  conditionAt,
  conditionFrom,
  conditionTiles,
  guide,
  halvesOf,
  joinChunks,
  joinOwnChunks,
  rowsOfTiles,
} from '../../../operators/diffusion/guide.js';
import type { Condition } from '../../../operators/network/condition.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';

const classes = (guidance: number, ...of: (number | null)[]): Condition => ({ kind: 'classes', classes: of, guidance });

const cascade = smallCascade({ levels: [{ size: [2, 4, 4] }, { size: [4, 8, 8], inputScale: 0.5 }] });
const acting = (guidance: number) => conditionAt(classes(guidance, 0, 1), cascade, 0, 1);

describe('guidance acts', () => {
  const strengths = (condition: Condition, level: number) =>
    [0.1, 1, 10].map((sigma) => conditionAt(condition, cascade, level, sigma)?.guidance);

  test('everywhere alike, or at each level by its own strength', () => {
    expect([0, 1].map((level) => strengths(classes(3, 0), level))).toEqual([
      [3, 3, 3],
      [3, 3, 3],
    ]);
    expect([0, 1].map((level) => strengths({ kind: 'classes', classes: [0], guidance: [3, 1] }, level))).toEqual([
      [3, 3, 3],
      [1, 1, 1],
    ]);
    expect(halvesOf({ kind: 'classes', classes: [0], guidance: [1, 3] })).toBe(2);
  });

  test('only at a σ within the interval, which a level divides by its input scale', () => {
    const guided: Condition = { kind: 'classes', classes: [0], guidance: 2, interval: [0.3, 4] };
    expect(strengths(guided, 0)).toEqual([1, 2, 1]);
    expect(strengths(guided, 1)).toEqual([1, 2, 1]);
    const upTo = (high: number): Condition => ({ ...guided, interval: [0, high] });
    // σ 10 of level 1 is σ 5 at input scale 1
    expect(strengths(upTo(6), 0)).toEqual([2, 2, 1]);
    expect(strengths(upTo(6), 1)).toEqual([2, 2, 2]);
  });

  test('at each level in its own interval', () => {
    const guided: Condition = { kind: 'classes', classes: [0], guidance: 2, interval: [0.3, 4, 0, 0.6] };
    expect(strengths(guided, 0)).toEqual([1, 2, 1]);
    expect(strengths(guided, 1)).toEqual([2, 2, 1]);
  });
});

test('what levels from one on read needs no half without the condition where none of them is guided', () => {
  const guided: Condition = { kind: 'classes', classes: [0], guidance: [2, 1, 3, 1] };
  const levels = { ...cascade, levels: [0, 1, 2, 3].map(() => cascade.levels[0]) } as typeof cascade;
  expect([0, 1, 2, 3].map((level) => halvesOf(conditionFrom(guided, levels, level)))).toEqual([2, 2, 2, 1]);
  expect(conditionFrom(guided, levels, 2)).toBe(guided);
  expect(conditionFrom(undefined, levels, 0)).toBeUndefined();
});

describe('patches go through the network', () => {
  test('twice where guidance changes the result, otherwise once', () => {
    expect([undefined, classes(1, 0), classes(2, 0), classes(0, 0)].map(halvesOf)).toEqual([1, 1, 2, 2]);
  });

  test('with the condition of their video, then without one', () => {
    // two videos of three tiles each
    expect(conditionTiles(classes(2, 7, 8), 2, 2, 6)).toEqual(classes(2, 7, 8, null, null));
    expect(conditionTiles(classes(1, 7, 8), 2, 2, 6)).toEqual(classes(1, 7, 8));
  });
});

onTensorflow('guidance', () => {
  test('goes from the null condition past the condition, by the factor w', () => {
    const output = tf.tensor5d([3, 10, 1, 20], [4, 1, 1, 1, 1]);
    expect([...guide(output, acting(3)).dataSync()]).toEqual([7, -10]);
    expect(guide(output, acting(1))).toBe(output);
  });

  test('takes the rows of some tiles from both halves, and puts them together again', () => {
    // two halves of three tiles with two rows each
    const rows = tf.tensor2d(Array.from({ length: 12 }, (_, i) => [i]));
    const chunks = [rowsOfTiles(rows, 0, 2, 3, 2), rowsOfTiles(rows, 2, 1, 3, 2)];
    expect(chunks.map((chunk) => [...chunk.dataSync()])).toEqual([
      [0, 1, 2, 3, 6, 7, 8, 9],
      [4, 5, 10, 11],
    ]);
    expect(joinChunks(chunks, 2).arraySync()).toEqual(rows.arraySync());
  });

  test('joining chunks that nothing else needs frees them, and leaves a single one as it is', () => {
    const rows = tf.tensor2d([0, 1, 2, 10, 11, 12], [6, 1]);
    const chunks = [rowsOfTiles(rows, 0, 1, 3, 2, 2), rowsOfTiles(rows, 1, 2, 3, 2, 2)];
    const before = tf.memory().numTensors;
    expect(joinOwnChunks(chunks, 2).arraySync()).toEqual(rows.arraySync());
    expect(tf.memory().numTensors).toBe(before - 1);
    expect(joinOwnChunks([rows], 2)).toBe(rows);
  });
});
