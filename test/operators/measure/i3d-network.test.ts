import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { I3dNetwork } from '../../../operators/measure/i3d-network.js';
import { tf } from '../../../operators/tensor/tf.js';
import { onTensorflow } from '../../backends.js';
import { scratch } from '../video/clips.js';
import { i3dInput, syntheticI3d } from './synthetic-i3d.js';

const { folder, remove } = scratch();
afterAll(remove);

interface Layer {
  readonly shape_thwc: readonly number[];
  readonly mean: number;
  readonly std: number;
  readonly samples_stride: number;
  readonly samples: readonly number[];
}

interface Whole {
  readonly avg_pool_first8: readonly number[];
  readonly logits: readonly number[];
}

const file = new URL('../../fixtures/reference/i3d-synthetic.json', import.meta.url);
const reference = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Readonly<Record<string, Layer>>>>;

/** The largest error of a layer beside an outside implementation, relative to the spread of its values. */
function errorOf(output: tf.Tensor5D, { shape_thwc, mean, std, samples, samples_stride }: Layer): number {
  expect(output.shape.slice(1)).toEqual(shape_thwc);
  const values = output.dataSync<'float32'>();
  const own = values.reduce((sum, x) => sum + x, 0) / values.length;
  const errors = samples.map((sample, i) => (values[i * samples_stride] ?? NaN) - sample);
  return Math.max(...[own - mean, ...errors].map(Math.abs)) / std;
}

onTensorflow('I3D', () => {
  test.each([
    { name: 'T8_32x32', size: [8, 32, 32] as const },
    { name: 'T9_45x70', size: [9, 45, 70] as const },
  ])('every layer is that of an outside implementation: $name', ({ name, size: [T, H, W] }) => {
    const network = syntheticI3d();
    const input = i3dInput(T, H, W);
    const before = tf.memory().numTensors;
    const errors: Record<string, number> = {};
    const output = network.body(input, (layer, x) => {
      const wanted = reference[name]?.[layer];
      if (wanted !== undefined) errors[layer] = errorOf(x, wanted);
    });
    output.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(Object.keys(errors)).toHaveLength(16);
    expect(Math.max(...Object.values(errors))).toBeLessThan(1e-5);
    input.dispose();
    network.dispose();
  });

  test('the logits of 16 frames of 224×224 are those of an outside implementation', () => {
    const network = syntheticI3d();
    const input = i3dInput(16, 224, 224);
    const logits = network.features(input).dataSync();
    const wanted = (reference['T16_224x224'] as unknown as Whole).logits;
    const scale = Math.hypot(...wanted) / Math.sqrt(wanted.length);
    expect(logits).toHaveLength(400);
    wanted.forEach((value, i) => {
      expect(Math.abs((logits[i] ?? NaN) - value) / scale).toBeLessThan(1e-4);
    });
    input.dispose();
    network.dispose();
  });
});

test('another file, or none, is an error that says where the right one is', async () => {
  const other = join(folder, 'model.ckpt');
  writeFileSync(other, 'weights');
  await expect(I3dNetwork.load(other)).rejects.toThrow(/E_WEIGHTS_OTHER[^]*kinetics-i3d[^]*7 bytes/);
  await expect(I3dNetwork.load(join(folder, 'none'))).rejects.toThrow(/E_FILE_MISSING[^]*kinetics-i3d/);
});
