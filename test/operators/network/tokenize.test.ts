import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { declareDetokenizer, declareTokenizer, detokenize, tokenize } from '../../../operators/network/tokenize.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { normal } from '../../gradients.js';
import { repeated, weightsOf } from '../../weights.js';

/** Tokens of one frame, 2 × 2 pixels and two channels; a patch of 2 × 4 × 4 has 2 × 2 × 2 of them. */
const cascade = smallCascade();

/** Places where two tensors differ. */
const changed = (a: tf.Tensor, b: tf.Tensor): boolean[] =>
  Array.from(a.dataSync(), (value, i) => value !== b.dataSync()[i]);

onTensorflow('tokens', () => {
  test('a pixel changes the token that it lies in, and no other', () => {
    const weights = weightsOf(declareTokenizer(cascade));
    const patches = normal<tf.Tensor5D>('patches', [2, 2, 4, 4, 2]);
    const buffer = tf.buffer([2, 2, 4, 4, 2]);
    // patch 1, frame 1, row 2, column 1: the third of four tokens of the frame
    buffer.set(1, 1, 1, 2, 1, 0);
    const [before, after] = [patches, tf.add<tf.Tensor5D>(patches, buffer.toTensor())].map((x) =>
      tokenize(cascade, weights, x),
    ) as [tf.Tensor2D, tf.Tensor2D];
    const rows = tf.unstack(tf.reshape(tf.tensor1d(changed(after, before).map(Number)), [16, 8]));
    expect(rows.map((row) => Math.max(...row.dataSync()))).toEqual([...repeated(0, 14), 1, 0]);
  });

  test('become pixels in the place where the tokens lie', () => {
    const weights = weightsOf(declareDetokenizer(cascade));
    const tokens = normal<tf.Tensor2D>('tokens', [8, 8]);
    const other = tf.concat([tf.slice(tokens, 0, 6), normal<tf.Tensor2D>('other', [1, 8]), tf.slice(tokens, 7, 1)]);
    const [before, after] = [tokens, other].map((x) => detokenize(cascade, weights, x)) as [tf.Tensor5D, tf.Tensor5D];
    const place = tf.reshape(tf.tensor1d(changed(after, before).map(Number)), [2, 4, 4, 2]);
    // frame 1, rows 2 and 3, columns 0 and 1
    expect(tf.sum(place).arraySync()).toBe(8);
    expect(tf.sum(tf.slice(place, [1, 2, 0, 0], [1, 2, 2, 2])).arraySync()).toBe(8);
  });
});
