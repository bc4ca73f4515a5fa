import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { declareFusion, fuse, projectContext } from '../../../operators/network/fuse.js';
import { onEveryBackend } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { weightsOf } from '../../weights.js';

const TOKENS = [
  [1, 2],
  [3, 4],
  [5, 6],
  [7, 8],
];
const CONTEXT = [
  [1, 0],
  [0, 1],
  [2, 0],
  [0, 2],
];

onEveryBackend('fusion', () => {
  const weights = () =>
    weightsOf(declareFusion('b', smallCascade({ network: { width: 2, heads: 1 } })), {
      'b.fusion.own.kernel': [1, 0, 0, -1],
      'b.fusion.context.kernel': [10, 0, 0, 20],
      'b.fusion.coordinates.kernel': [100, 0, 0, 200, 0, 0],
      'b.fusion.bias': [0.5, 0.25],
    });

  test('is W · [own, context, δ] + bias, and every patch has its own δ', () => {
    const places = tf.tensor2d([
      [0, 0, 0],
      [1, 2, 3],
    ]);
    const projected = projectContext(weights(), 'b', tf.tensor2d(CONTEXT), places);
    expect(fuse(weights(), 'b', tf.tensor2d(TOKENS), projected).arraySync()).toEqual([
      [11.5, -1.75],
      [3.5, 16.25],
      [125.5, 394.25],
      [107.5, 432.25],
    ]);
  });

  test('of a network without coordinates has no weights for them', () => {
    const blind = smallCascade({ network: { coordinates: false } });
    expect(declareFusion('b', blind).map(({ name }) => name)).not.toContain('b.fusion.coordinates.kernel');
    const projected = projectContext(weights(), 'b', tf.tensor2d(CONTEXT));
    expect(projected.arraySync()).toEqual([
      [10.5, 0.25],
      [0.5, 20.25],
      [20.5, 0.25],
      [0.5, 40.25],
    ]);
  });
});
