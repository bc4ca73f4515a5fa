import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { declareParameters } from '../../../operators/network/declare-parameters.js';
import { product } from '../../../operators/tensor/product.js';
import { Frozen } from '../../../operators/training/frozen.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { onEveryBackend } from '../../backends.js';
import { settingsOf } from '../../context.js';
import { recipeParameters } from '../../../operators/training/recipe.js';

onEveryBackend('frozen parameters', () => {
  test('stay to the last bit, also in the average and with weight decay; the others move as ever', async () => {
    const training = new Training(smallCascade(), 1, 'adamw');
    const { declarations } = training.identity;
    const before = training.snapshot();
    const recipe = settingsOf(recipeParameters, { steps: 10, warmup: 0, rate: 0.01, only: ['blocks.0.'] });
    const lossOf = (weights: Readonly<Record<string, tf.Tensor>>) => {
      const sums = Object.values(weights).map((one) => tf.sum<tf.Scalar>(tf.square(one)));
      const loss = tf.addN<tf.Scalar>(sums);
      return { loss, levels: tf.reshape<tf.Rank.R1>(loss, [1]) };
    };
    expect(await training.update(lossOf, 1, recipe)).toMatchObject({ kind: 'moved' });
    const after = training.snapshot();
    for (const name of ['parameters', 'average'] as const) {
      const [old, now] = [await before.vectors[name].data(), await after.vectors[name].data()];
      let offset = 0;
      for (const { name, shape } of declarations) {
        const end = offset + product(shape);
        const same = now.slice(offset, end).join() === old.slice(offset, end).join();
        const isZero = old.slice(offset, end).every((value) => value === 0);
        if (!isZero) expect([name, same]).toEqual([name, !name.startsWith('blocks.0.')]);
        offset = end;
      }
    }
    tf.dispose([before.vectors, after.vectors]);
    training.dispose();
  });

  test('cost no gradient, and leave no tensor', async () => {
    const training = new Training(smallCascade(), 1, 'lamb');
    const recipe = settingsOf(recipeParameters, { steps: 10, warmup: 0, rate: 0.01, only: ['blocks.0.'] });
    const differentiated = new Set<string>();
    const lossOf = (weights: Readonly<Record<string, tf.Tensor>>) => {
      const sums = Object.entries(weights).map(([name, one]) => {
        const watched = tf.customGrad((x) => ({
          value: tf.sum(tf.square(x as tf.Tensor)),
          gradFunc: (dy: tf.Tensor) => {
            differentiated.add(name);
            return tf.mul(dy, tf.onesLike(x as tf.Tensor));
          },
        }));
        return watched(one) as tf.Scalar;
      });
      const loss = tf.addN<tf.Scalar>(sums);
      return { loss, levels: tf.reshape<tf.Rank.R1>(loss, [1]) };
    };
    await training.update(lossOf, 1, recipe);
    const { numTensors } = tf.memory();
    await training.update(lossOf, 1, recipe);
    expect(tf.memory().numTensors).toBe(numTensors);
    expect([...differentiated].every((name) => name.startsWith('blocks.0.'))).toBe(true);
    expect(differentiated.size).toBeGreaterThan(0);
    training.dispose();
  });
});

test('a beginning that no parameter has is refused, with those there are', () => {
  const declared = declareParameters(smallCascade());
  expect(() => new Frozen(declared, ['blocks.9.'])).toThrow(/E_SETTING_TYPE[^]*"blocks.9."[^]*blocks\.0/);
});
