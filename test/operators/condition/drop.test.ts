import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { conditionDrop } from '../../../operators/condition/drop.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';

beforeAll(() => selectBackend('cpu'));
const chosen = [false, true, false];

test('chosen items lose their class, the others keep it', () => {
  const condition = { kind: 'classes', guidance: 1, classes: [4, 5, null] } as const;
  expect(conditionDrop.run({ condition, chosen }, {}).condition).toEqual({ ...condition, classes: [4, null, null] });
});

test('chosen items lose their text: nothing of it is left in the mask; no tensor is left over', () => {
  const tokens = tf.ones<tf.Rank.R3>([3, 2, 4]);
  const pooled = tf.ones<tf.Rank.R2>([3, 4]);
  const mask = tf.tensor2d([
    [1, 1],
    [1, 1],
    [1, 0],
  ]);
  const before = tf.memory().numTensors;
  const { condition } = conditionDrop.run(
    { condition: { kind: 'text', guidance: 1, tokens, mask, pooled }, chosen },
    {},
  );
  if (condition.kind !== 'text') throw new Error('a text becomes a text');
  expect(condition.mask.arraySync()).toEqual([
    [1, 1],
    [0, 0],
    [1, 0],
  ]);
  expect(condition.tokens.arraySync()).toEqual(tokens.arraySync());
  expect(tf.memory().numTensors).toBe(before + 3);
  tf.dispose([tokens, mask, pooled, condition.tokens, condition.mask, condition.pooled]);
});
