import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { averageMatrix, linearMatrix, pickMatrix, type Span } from '../../../operators/tensor/linear-matrix.js';
import { resample, type AxisMatrices } from '../../../operators/tensor/resample.js';
import { asInReference, onFastBackends } from '../../backends.js';
import { expectGradients, mixedError, normal } from '../../gradients.js';
import { readReference } from '../../reference.js';

/** torch.nn.functional.grid_sample, trilinear, clamped at the border. */
const { shape, tensor, values } = await readReference('grid-sample-3d');
const [batch = 0, C = 0, ...parent] = shape('volume');
const children = Array.from({ length: shape('offset')[0] ?? 0 }, (_, child) => child);

/** Where child k lies on an axis of each sample's parent. */
function spans(child: number, axis: number): Span[] {
  const at = (name: string, sample: number): number => values(name)[(child * batch + sample) * 3 + axis] ?? NaN;
  return Array.from({ length: batch }, (_, b) => ({ offset: at('offset', b), size: at('size', b) }));
}

function matrices(child: number, tokens: string): AxisMatrices {
  const [f, h, w] = [0, 1, 2].map((axis) =>
    linearMatrix(spans(child, axis), values(`${tokens}.n`)[axis] ?? 0, parent[axis] ?? 0),
  ) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
  return { f, h, w };
}

/** Child k of a tensor [7, B, C, F, H, W], as numbers in the order [B, F, H, W, C]. */
function ofChild(name: string, child: number): tf.Tensor5D {
  const all = tensor<tf.Tensor<tf.Rank.R6>>(name);
  const [, ...rest] = shape(name);
  const one = tf.reshape<tf.Rank.R5>(tf.slice(all, [child, 0, 0, 0, 0, 0], [1, -1, -1, -1, -1, -1]), [
    ...rest,
  ] as tf.Tensor5D['shape']);
  return channelsLast(one);
}

const channelsLast = (x: tf.Tensor5D): tf.Tensor5D => tf.transpose(x, [0, 2, 3, 4, 1]);

asInReference('trilinear sampling of a parent at the token centres of its children', () => {
  test.each(['same', 'other'])(
    'is grid_sample, gradient included, for children of the %s token counts',
    async (tokens) => {
      const volume = channelsLast(tensor('volume'));
      expect(volume.shape[4]).toBe(C);
      for (const child of children) {
        const axes = matrices(child, tokens);
        const output = resample(volume, axes);
        const wanted = ofChild(`${tokens}.output`, child);
        expect(mixedError(await output.data(), await wanted.data())).toBeLessThan(1e-5);
        const upstream = ofChild(`${tokens}.grad_output`, child);
        const gradient = tf.grad((x) => resample(x as tf.Tensor5D, axes))(volume, upstream);
        const expected = ofChild(`${tokens}.grad_volume`, child);
        expect(mixedError(await gradient.data(), await expected.data())).toBeLessThan(3e-5);
      }
    },
  );
});

onFastBackends('resampling', () => {
  test('of a child equal to its parent is the identity', () => {
    const x = normal<tf.Tensor5D>('x', [2, 3, 4, 2, 3]);
    const whole = [
      { offset: 0, size: 1 },
      { offset: 0, size: 1 },
    ];
    const axes = { f: linearMatrix(whole, 3, 3), h: linearMatrix(whole, 4, 4), w: linearMatrix(whole, 2, 2) };
    expect(mixedError(resample(x, axes).dataSync(), x.dataSync())).toBeLessThan(1e-6);
  });

  test('takes one matrix for all samples as the same for each, and leaves an axis without a matrix alone, gradient included', () => {
    const x = normal<tf.Tensor5D>('x', [2, 3, 5, 5, 2]);
    const one = { f: averageMatrix([1], 1, 2, 3), h: undefined, w: pickMatrix([1], 2, 2, 5) };
    const twice = (matrix: tf.Tensor3D) => tf.concat([matrix, matrix]);
    const each = { f: twice(one.f), h: tf.tile(tf.reshape(tf.eye(5), [1, 5, 5]), [2, 1, 1]), w: twice(one.w) };
    expect(resample(x, one).shape).toEqual([2, 1, 5, 2, 2]);
    expect([...resample(x, one).dataSync()]).toEqual([...resample(x, each as AxisMatrices).dataSync()]);
    const gradient = (axes: AxisMatrices) =>
      tf
        .grad((x) => tf.square(resample(x as tf.Tensor5D, axes)))(x)
        .dataSync();
    expect(mixedError(gradient(one), gradient(each as AxisMatrices))).toBeLessThan(1e-6);
  });

  test('has a gradient, with another matrix per sample and axis', () => {
    const spans = [
      { offset: 0.1, size: 0.5 },
      { offset: 0.5, size: 0.4 },
    ];
    const axes = { f: linearMatrix(spans, 2, 3), h: averageMatrix([0, 1], 2, 2, 5), w: pickMatrix([1, 0], 2, 2, 5) };
    expectGradients((x) => resample(x as tf.Tensor5D, axes), [normal('x', [2, 3, 5, 5, 2])]);
  });
});
