import { describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { fuse, projectContext } from '../../../operators/network/fuse.js';
import { countParameters, declareParameters, weightBytes } from '../../../operators/network/declare-parameters.js';
import { startingValue } from '../../../operators/network/starting-value.js';
import type { Weights } from '../../../operators/network/weights.js';
import { PRECISIONS } from '../../../operators/tensor/precision.js';
import { packedBytes } from '../../../operators/tensor/packed-bytes.js';
import { product } from '../../../operators/tensor/product.js';
import { disposeState, weightsOf } from '../../../operators/training/training-state.js';
import { Training } from '../../../operators/training/training.js';
import { onFastBackends } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError, normal, relativeToMax } from '../../gradients.js';

const cascade = smallCascade({ network: { width: 64, latentWidth: 48 } });
const declared = declareParameters(cascade);

const deviation = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);

describe('the start of a network', () => {
  test('kernels are uniform within ±1/√(rows): nothing larger, and as wide as that', () => {
    const kernels = declared.filter(
      ({ start, shape }) => start === 'fan-in' && (shape[0] ?? 0) * (shape[1] ?? 0) > 2000,
    );
    expect(kernels.length).toBeGreaterThan(20);
    for (const declaration of kernels) {
      const limit = 1 / Math.sqrt(declaration.shape[0] ?? NaN);
      const values = startingValue(declaration, 3);
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(limit);
      expect(deviation(values) / (limit / Math.sqrt(3))).toBeCloseTo(1, 1);
    }
  });

  test('no two parameters share numbers, and another seed gives others', () => {
    const random = declared.filter(({ start }) => ['fan-in', 'small', 'context'].includes(start));
    const starts = random.flatMap((declaration) => [1, 2].map((seed) => startingValue(declaration, seed)));
    const sorted = new Set(starts.map((values) => [...values.subarray(0, 4)].map((x) => x / deviation(values)).join()));
    expect(sorted.size).toBe(2 * random.length);
  });

  test('names are unique and their sizes add up', () => {
    expect(new Set(declared.map(({ name }) => name)).size).toBe(declared.length);
    const sizes = declared.map((declaration) => startingValue(declaration, 0).length);
    expect(sizes.reduce((a, b) => a + b, 0)).toBe(countParameters(cascade));
  });
});

onFastBackends('the start of training', () => {
  test('is to the bit the same numbers', () => {
    const training = new Training(cascade, 7, 'lamb');
    const state = training.snapshot();
    for (const which of ['parameters', 'average'] as const) {
      const weights = weightsOf(state, which);
      for (const declaration of declared) {
        const tensor = weights[declaration.name];
        expect(tensor?.shape).toEqual(declaration.shape);
        expect(mixedError(tensor?.dataSync() ?? [], startingValue(declaration, 7))).toBe(0);
      }
      tf.dispose(Object.values(weights));
    }
    disposeState(state);
    training.dispose();
  });

  test.each(PRECISIONS)('in %s takes the bytes of packed kernels, and four for any other number', (precision) => {
    const cascade = smallCascade({ network: { width: 64 } });
    const bytes = declareParameters(cascade).map(({ name, shape }) =>
      name.endsWith('.kernel') ? packedBytes(shape, precision) : 4 * product(shape),
    );
    expect(weightBytes(cascade, precision)).toBe(bytes.reduce((a, b) => a + b));
    expect(weightBytes(cascade)).toBe(4 * countParameters(cascade));
  });

  test('fuses a patch with its context to nearly the patch itself, wherever it lies', () => {
    const weights: Weights = Object.fromEntries(
      declared.map((declaration) => [
        declaration.name,
        tf.tensor(startingValue(declaration, 7), [...declaration.shape]),
      ]),
    );
    const [tokens, context] = [normal<tf.Tensor2D>('own', [16, 64]), normal<tf.Tensor2D>('context', [16, 64])];
    const fused = (at: readonly number[]): Float32Array => {
      const projected = projectContext(weights, 'blocks.1', context, tf.tensor2d([...at], [2, 3]));
      return fuse(weights, 'blocks.1', tokens, projected).dataSync<'float32'>();
    };
    const here = fused([0, 0, 0, 0.5, 0.5, 0.5]);
    const change = here.map((x, i) => x - (tokens.dataSync()[i] ?? NaN));
    expect(deviation(change)).toBeGreaterThan(0.01);
    expect(deviation(change)).toBeLessThan(0.1);
    expect(mixedError(fused([0.9, 0.1, 0.3, 0, 0, 0.7]), here)).toBe(0);
    expect(relativeToMax(here, tokens.dataSync())).toBeLessThan(0.1);
  });
});
