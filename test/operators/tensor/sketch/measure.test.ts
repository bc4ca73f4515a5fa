import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { watchMemory } from '../../../../bench/watch-memory.js';
import { bytesOf, measure } from '../../../../operators/tensor/sketch/measure.js';
import { tf as lazy } from '../../../../operators/tensor/tf.js';
import { withoutGradient } from '../../../../operators/tensor/without-gradient.js';
import { onTensorflow } from '../../../backends.js';
import { normal } from '../../../gradients.js';
import { sketched } from '../../../sketched.js';

/** Work of every kind that bytes and scopes depend on. */
const WORK: Readonly<Record<string, (x: tf.Tensor2D) => unknown>> = {
  'a chain without tidy': (x) => lazy.square(lazy.exp(lazy.sin(x))),
  'a chain in a tidy': (x) => lazy.tidy(() => lazy.square(lazy.exp(lazy.sin(x)))),
  'tidies in tidies': (x) =>
    lazy.tidy(() => {
      const inner = lazy.tidy(() => [lazy.exp(lazy.sin(x)), lazy.cos(x)]);
      return lazy.concat([...inner, lazy.tidy(() => lazy.tile(x, [3, 1]))]);
    }),
  'what is kept': (x) => {
    const kept = lazy.tidy(() => {
      const inner = lazy.keep(lazy.exp(x));
      return lazy.sum(inner);
    });
    return lazy.tile(lazy.reshape(kept, [1]), [8]);
  },
  'what is disposed of twice': (x) => {
    const once = lazy.exp(x);
    lazy.dispose([once, { once }]);
    return lazy.tile(x, [2, 1]);
  },
};

/** Gradients, whose way back is as large as the way there. */
const GRADIENTS: typeof WORK = {
  'of a chain': (x) =>
    lazy.valueAndGrads((x: tf.Tensor) => lazy.sum(lazy.exp(lazy.reshape(lazy.square(lazy.sin(x)), [-1]))))([x]),
  'through branches': (x) =>
    lazy.valueAndGrads((x: tf.Tensor) => {
      const [left, right] = lazy.split(x, 2, 1) as [tf.Tensor, tf.Tensor];
      const unused = lazy.exp(x);
      return lazy.sum(lazy.mul(lazy.add(left, right), lazy.slice(unused, [0, 0], [-1, 32])));
    })([x]),
  'that stops': (x) =>
    lazy.valueAndGrads((x: tf.Tensor) =>
      lazy.sum(
        lazy.mul(
          x,
          withoutGradient(() => lazy.exp(lazy.sin(x))),
        ),
      ),
    )([x]),
};

/** Most bytes alive, as TensorFlow.js counts them and as they are planned. */
function peaksOf(work: (x: tf.Tensor2D) => unknown): { counted: number; planned: number } {
  const x = normal<tf.Tensor2D>('x', [128, 64]);
  const peak = watchMemory();
  tf.tidy(() => void work(x));
  const counted = peak() + 4 * x.size;
  const given = sketched(x);
  x.dispose();
  return { counted, planned: measure(() => lazy.tidy(() => void work(given)), given).bytes };
}

onTensorflow('the most bytes alive are those that TensorFlow.js counts', () => {
  test.each(Object.entries(WORK))('but for some scalars: %s', (_, work) => {
    const { counted, planned } = peaksOf(work);
    expect(Math.abs(planned - counted)).toBeLessThan(64);
  });

  // what the gradients of TensorFlow.js's own operations make on their way is not counted; those of hpdm's are run as they are
  test.each(Object.entries(GRADIENTS))('but for a part of the way back: the gradient %s', (_, work) => {
    const { counted, planned } = peaksOf(work);
    expect(planned).toBeLessThanOrEqual(counted + 64);
    expect(planned).toBeGreaterThan(0.7 * counted);
  });
});

describe('measuring', () => {
  test('loads nothing and leaves no trace: afterwards tensors have numbers', async () => {
    const sketch = measure(() => lazy.tensor1d([1, 2, 3])).value;
    expect(sketch).not.toBeInstanceOf(tf.Tensor);
    await tf.setBackend('cpu');
    expect([...(await lazy.tensor1d([1, 2, 3]).data())]).toEqual([1, 2, 3]);
  });

  test('ends when the work fails', () => {
    expect(() =>
      measure(() => {
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(lazy.tensor1d([1])).toBeInstanceOf(tf.Tensor);
  });

  test('what is given is counted once, however often it is named', () => {
    const x = measure(() => lazy.zeros([10])).value;
    expect(bytesOf({ x, again: [x] })).toBe(40);
    expect(measure(() => undefined, [x, x]).bytes).toBe(40);
  });

  test.each<[string, () => unknown]>([
    ['asks for numbers', () => lazy.tensor1d([1]).dataSync()],
    ['uses what sketches do not have', () => lazy.fft(lazy.complex([1], [0]))],
    ['takes its time', async () => lazy.zeros([1])],
  ])('refuses work that %s', (_, work) => {
    expect(() => measure(work)).toThrow(TypeError);
  });
});
