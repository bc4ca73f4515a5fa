import { expect, test } from '@jest/globals';
import { Engine, withEngine } from '../../../../operators/tensor/sketch/engine.js';
import { Sketch } from '../../../../operators/tensor/sketch/sketch.js';
import { sketchTf } from '../../../../operators/tensor/sketch/sketch-tf.js';

test('an operation with a custom gradient is differentiated by it', () => {
  const shapes = withEngine(new Engine(0), () => {
    const x = sketchTf.zeros([2, 3]);
    const twice = sketchTf.customGrad((...given) => {
      const [x] = given;
      if (!(x instanceof Sketch)) throw new Error('no input');
      return { value: sketchTf.mul(x, 2), gradFunc: (dy) => sketchTf.mul(dy, 2) };
    });
    const { value, grads } = sketchTf.valueAndGrads((x) => sketchTf.sum(twice(x)))([x]);
    return [value, ...grads].map(({ shape }) => shape);
  });
  expect(shapes).toEqual([[], [2, 3]]);
});

test('everything in arrays and objects is disposed of', () => {
  withEngine(new Engine(0), () => {
    const [a, b] = [sketchTf.zeros([1]), sketchTf.zeros([2])];
    sketchTf.dispose({ a, more: [b] });
    expect([a.isDisposed, b.isDisposed]).toEqual([true, true]);
  });
});
