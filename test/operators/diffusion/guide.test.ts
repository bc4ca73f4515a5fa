import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { conditionTiles, guide, halvesOf, joinChunks, rowsOfTiles } from '../../../operators/diffusion/guide.js';
import type { Condition } from '../../../operators/network/condition.js';
import { onTensorflow } from '../../backends.js';

const classes = (guidance: number, ...of: (number | null)[]): Condition => ({ kind: 'classes', classes: of, guidance });

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
    expect([...guide(output, classes(3, 0, 1)).dataSync()]).toEqual([7, -10]);
    expect(guide(output, classes(1, 0, 1))).toBe(output);
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
});
