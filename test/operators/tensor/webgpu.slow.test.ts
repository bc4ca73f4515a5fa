import { describe, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { crossAttention, selfAttention } from '../../../operators/tensor/attention.js';
import { averageMatrix, linearMatrix, pickMatrix } from '../../../operators/tensor/linear-matrix.js';
import { probeBackend, selectBackend } from '../../../operators/tensor/select-backend.js';
import { biasGelu } from '../../../operators/tensor/bias-gelu.js';
import { layerNorm, normLinear } from '../../../operators/tensor/layer-norm.js';
import { linear } from '../../../operators/tensor/linear.js';
import { resample } from '../../../operators/tensor/resample.js';
import { mixedError, normal } from '../../gradients.js';
import { expectParity } from '../../parity.js';

/** A kernel and the shapes of the inputs it is differentiated by. */
interface Kernel {
  readonly shapes: readonly (readonly number[])[];
  run(this: void, inputs: tf.Tensor[]): tf.Tensor;
}

const spans = [
  { offset: 0.1, size: 0.5 },
  { offset: 0.5, size: 0.4 },
];

const kernels: Readonly<Record<string, Kernel>> = {
  linear: {
    shapes: [[70, 33], [33, 40], [40]],
    run: ([x, w, b]) => linear(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D),
  },
  'layer norm': {
    shapes: [[40, 24], [24], [24]],
    run: ([x, g, b]) => layerNorm(x as tf.Tensor2D, { gamma: g as tf.Tensor1D, beta: b as tf.Tensor1D }),
  },
  'norm and linear': {
    shapes: [[40, 24], [24], [24], [24, 30], [30]],
    run: ([x, g, b, w, c]) =>
      normLinear(
        x as tf.Tensor2D,
        { gamma: g as tf.Tensor1D, beta: b as tf.Tensor1D },
        w as tf.Tensor2D,
        c as tf.Tensor1D,
      ),
  },
  GELU: { shapes: [[50, 20], [20]], run: ([x, b]) => biasGelu(x as tf.Tensor2D, b as tf.Tensor1D) },
  'cross-attention': {
    shapes: [
      [3 * 10, 16],
      [3 * 20, 32],
    ],
    run: ([q, kv]) => crossAttention(q as tf.Tensor2D, kv as tf.Tensor2D, { batch: 3, heads: 4 }),
  },
  'self-attention': {
    shapes: [[3 * 10, 48]],
    run: ([qkv]) => selfAttention(qkv as tf.Tensor2D, { batch: 3, heads: 4 }),
  },
  resample: {
    shapes: [[2, 3, 5, 5, 2]],
    run: ([x]) =>
      resample(x as tf.Tensor5D, {
        f: linearMatrix(spans, 2, 3),
        h: averageMatrix([0, 1], 2, 2, 5),
        w: pickMatrix([1, 0], 2, 2, 5),
      }),
  },
};

/** The kernel's value and gradients on a backend; read without dataSync, which WebGPU does not have. */
async function evaluate(backend: string, { shapes, run }: Kernel): Promise<Float32Array[]> {
  await selectBackend(backend);
  const inputs = shapes.map((shape, i) => normal(`input ${i}`, shape));
  const value = tf.tidy(() => run(inputs));
  const gradients = tf.grads((...given) => tf.sum(tf.square(run(given))))(inputs);
  const results = await Promise.all([value, ...gradients].map((tensor) => tensor.data<'float32'>()));
  tf.dispose([...inputs, value, ...gradients]);
  return results;
}

const probe = await probeBackend('webgpu');

describe('on webgpu', () => {
  if (!probe.loads)
    test.skip(`nothing: ${probe.why} (set VK_DRIVER_FILES to a software Vulkan to run these)`, () => undefined);
  else
    test.each(Object.keys(kernels))('%s and its gradients are those of the plain backend', async (name) => {
      const kernel = kernels[name] as Kernel;
      const [expected, got] = [await evaluate('cpu', kernel), await evaluate('webgpu', kernel)];
      const errors = got.map((values, i) => mixedError(values, expected[i] ?? []));
      expectParity({ what: `${name} and its gradients`, difference: Math.max(...errors), limit: 1e-4 });
    });
});
