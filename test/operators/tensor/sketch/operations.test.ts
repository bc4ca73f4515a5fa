import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { measure, bytesOf } from '../../../../operators/tensor/sketch/measure.js';
import { OPERATIONS } from '../../../../operators/tensor/sketch/operations.js';
import { tf as lazy } from '../../../../operators/tensor/tf.js';
import { onTensorflow } from '../../../backends.js';
import { normal } from '../../../gradients.js';
import { sketched } from '../../../sketched.js';

const a = (): tf.Tensor => normal('a', [2, 3, 4]);
const b = (): tf.Tensor => normal('b', [3, 1]);
const matrix = (): tf.Tensor => normal('matrix', [5, 4]);
const vector = (): tf.Tensor1D => normal('vector', [6]);
const mask = (): tf.Tensor => tf.greater(a(), 0);

/** Calls of every operation, those with several forms more than once. */
const CALLS: readonly (readonly [string, readonly unknown[]])[] = [
  ...['square', 'sqrt', 'rsqrt', 'exp', 'log', 'erf', 'sin', 'cos'].map((name) => [name, [a()]] as const),
  ...['sigmoid', 'tanh', 'relu', 'abs', 'neg', 'softmax'].map((name) => [name, [a()]] as const),
  ['clipByValue', [a(), -1, 1]],
  ...['add', 'sub', 'mul', 'div', 'minimum', 'maximum', 'greater', 'less', 'equal'].map(
    (name) => [name, [a(), b()]] as const,
  ),
  ['pow', [a(), 2]],
  ['mul', [a(), 0.5]],
  ['logicalAnd', [mask(), mask()]],
  ['logicalOr', [mask(), mask()]],
  ...['sum', 'mean', 'max', 'min'].flatMap((name) => [
    [name, [a()]] as const,
    [name, [a(), 1]] as const,
    [name, [a(), [0, -1], true]] as const,
  ]),
  ['zerosLike', [mask()]],
  ['onesLike', [a()]],
  ['zeros', [[2, 3]]],
  ['ones', [[2], 'int32']],
  ['tensor', [[[1, 2, 3]]]],
  ['tensor', [new Float32Array(6), [3, 2]]],
  ['tensor1d', [[1, 2], 'int32']],
  ['tensor2d', [[[1, 2, 3]]]],
  ['tensor3d', [new Float32Array(6), [1, 3, 2]]],
  ['tensor4d', [new Float32Array(6), [1, 1, 3, 2]]],
  [
    'tensor5d',
    [
      [1, 2],
      [2, 1, 1, 1, 1],
    ],
  ],
  ['scalar', [3]],
  ['matMul', [matrix(), matrix(), true]],
  ['matMul', [a(), normal('c', [2, 3, 4]), false, true]],
  ['dot', [vector(), vector()]],
  ['clone', [a()]],
  ['cast', [a(), 'int32']],
  ['reshape', [a(), [4, -1]]],
  ['expandDims', [a(), 1]],
  ['expandDims', [a(), -1]],
  ['reverse', [a(), 1]],
  ['transpose', [a()]],
  ['transpose', [a(), [1, 0, 2]]],
  ['tile', [matrix(), [2, 3]]],
  [
    'pad',
    [
      matrix(),
      [
        [1, 2],
        [0, 1],
      ],
    ],
  ],
  ['slice', [a(), [0, 1, 0], [1, -1, 2]]],
  ['slice', [vector(), 2]],
  ['slice', [vector(), 0, 4]],
  ['concat', [[a(), a()]]],
  ['concat', [[matrix(), matrix()], -1]],
  ['split', [matrix(), 2, 1]],
  ['split', [vector(), [1, 2, 3]]],
  ['stack', [[vector(), vector()]]],
  ['unstack', [a()]],
  ['unstack', [a(), -1]],
  ['gather', [matrix(), tf.tensor1d([0, 3, 3], 'int32')]],
  ['addN', [[vector(), vector(), vector()]]],
  ['where', [mask(), a(), a()]],
];

type Call = (...given: unknown[]) => tf.Tensor | tf.Tensor[];
const shapesOf = (result: tf.Tensor | tf.Tensor[]) => [result].flat().map(({ shape, dtype }) => ({ shape, dtype }));

onTensorflow('every operation on sketches makes the shapes and types that TensorFlow.js makes', () => {
  test.each(CALLS)('%s', (name, given) => {
    const real = (tf as unknown as Record<string, Call>)[name]?.(...given);
    const sketch = measure(() => (lazy as unknown as Record<string, Call>)[name]?.(...sketched(given))).value;
    expect(shapesOf(sketch ?? [])).toEqual(shapesOf(real ?? []));
  });

  test('each of them is among the calls', () => {
    const called = new Set(CALLS.map(([name]) => name));
    expect(Object.keys(OPERATIONS).filter((name) => !called.has(name))).toEqual([]);
  });
});

describe('operations on sketches', () => {
  test.each<[string, () => unknown]>([
    ['a sum', () => lazy.add(lazy.zeros([2, 3]), lazy.zeros([2, 2]))],
    ['a product', () => lazy.matMul(lazy.zeros([2, 3]), lazy.zeros([2, 3]))],
    ['a reshape', () => lazy.reshape(lazy.zeros([2, 3]), [4, -1])],
    ['a concat', () => lazy.concat([lazy.zeros([2, 3]), lazy.zeros([2, 2])])],
    ['a slice', () => lazy.slice(lazy.zeros([2, 3]), [0, 2], [2, 2])],
  ])('refuse shapes that do not fit: %s', (_, work) => {
    expect(() => measure(work)).toThrow(/expected .*, got \[.*\] and \[.*\]/);
  });

  test('a product is two operations for each multiply and add', () => {
    expect(measure(() => lazy.matMul(lazy.zeros([2, 3, 4]), lazy.zeros([2, 4, 5]))).flops).toBe(2 * (2 * 3 * 4 * 5));
  });

  test('bytes are four a number, and one a truth value', () => {
    const made = measure(() => [lazy.zeros([2, 3]), lazy.zeros([5], 'int32'), lazy.zeros([7], 'bool')]).value;
    expect(made.map(bytesOf)).toEqual([24, 20, 7]);
  });
});
