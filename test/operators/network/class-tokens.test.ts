import { describe, expect, test } from '@jest/globals';
import { classTokens, declareClassTokens } from '../../../operators/network/class-tokens.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { weightsOf } from '../../weights.js';

describe('the table of classes', () => {
  test('has a row for each class and one more, as wide as the condition', () => {
    const [table, ...more] = declareClassTokens(smallCascade({ condition: { classes: 4 } }));
    expect(table?.shape).toEqual([5, 6]);
    expect(more).toEqual([]);
  });

  test('does not exist without classes', () => {
    expect(declareClassTokens(smallCascade())).toEqual([]);
  });
});

onTensorflow('class tokens', () => {
  test('are the rows of the classes, and the last row for the null class', () => {
    const rows = { name: 'classes', shape: [3, 2], start: 'small', decay: false } as const;
    const weights = weightsOf([rows], { classes: [1, 2, 3, 4, 5, 6] });
    expect(classTokens(weights, [1, null, 0, 1]).arraySync()).toEqual([
      [3, 4],
      [5, 6],
      [1, 2],
      [3, 4],
    ]);
  });
});
