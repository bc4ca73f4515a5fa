import { describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import {
  checkCondition,
  conditionCount,
  pickConditions,
  pickGuided,
  type Condition,
} from '../../../operators/network/condition.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';

const ofClasses = (...classes: (number | null)[]): Condition => ({ kind: 'classes', classes, guidance: 2 });

describe('a condition is refused', () => {
  const cascade = smallCascade({ condition: { classes: 3 } });
  test.each([
    ['of another kind than the cascade', smallCascade(), ofClasses(0), 1, /condition: none/],
    ['for another number of videos', cascade, ofClasses(0, 1), 3, /each of 3 videos/],
    ['with a class that does not exist', cascade, ofClasses(0, 3), 2, /classes from 0 to 2/],
  ])('%s', (_, cascade, condition, videos, message) => {
    expect(() => {
      checkCondition(cascade, condition, videos);
    }).toThrow(message);
  });

  test('but not the null condition, nor one that fits', () => {
    expect(() => {
      checkCondition(cascade, undefined, 4);
      checkCondition(cascade, ofClasses(2, null), 2);
      checkCondition(smallCascade(), ofClasses(null, null), 2);
    }).not.toThrow();
  });
});

onTensorflow('what guidance leads away from', () => {
  const text = (tokens: number, kept: number, pooled: number) => ({
    tokens: tf.tensor3d([tokens], [1, 1, 1]),
    mask: tf.tensor2d([[kept]]),
    pooled: tf.tensor2d([[pooled]]),
  });

  test('is the null condition, or the negative text', () => {
    const own: Condition = { kind: 'text', guidance: 2, ...text(1, 1, 10) };
    const plain = pickGuided(own, [0, 0]);
    const away = pickGuided({ ...own, negative: text(2, 1, 20) }, [0, 0]);
    if (plain.kind !== 'text' || away.kind !== 'text') throw new Error('the kind has changed');
    expect([...plain.mask.dataSync()]).toEqual([1, 1, 0, 0]);
    expect([...away.mask.dataSync()]).toEqual([1, 1, 1, 1]);
    expect([...away.tokens.dataSync()]).toEqual([1, 1, 2, 2]);
    expect([...away.pooled.dataSync()]).toEqual([10, 10, 20, 20]);
    expect(pickGuided(ofClasses(5), [0])).toEqual(ofClasses(5, null));
  });
});

onTensorflow('conditions picked from others', () => {
  test('are theirs in the order asked for, and null where asked for', () => {
    expect(pickConditions(ofClasses(5, 6), [1, null, 0, 1])).toEqual(ofClasses(6, null, 5, 6));
  });

  test('keep the tokens of a text; the null condition sees none of them', () => {
    const text: Condition = {
      ...{ kind: 'text', guidance: 1 },
      tokens: tf.tensor3d([
        [[1], [2]],
        [[3], [4]],
      ]),
      mask: tf.tensor2d([
        [1, 1],
        [1, 0],
      ]),
      pooled: tf.tensor2d([[5], [6]]),
    };
    const picked = pickConditions(text, [1, null, 0]);
    expect(conditionCount(picked)).toBe(3);
    if (picked.kind !== 'text') throw new Error('the kind has changed');
    expect(picked.mask.arraySync()).toEqual([
      [1, 0],
      [0, 0],
      [1, 1],
    ]);
    expect(tf.slice(picked.tokens, 0, 1).dataSync()).toEqual(Float32Array.of(3, 4));
    expect(picked.pooled.dataSync()).toEqual(Float32Array.of(6, 5, 5));
  });
});
