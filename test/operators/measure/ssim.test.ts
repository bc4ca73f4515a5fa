import { beforeAll, expect, test } from '@jest/globals';
import { measureSsim } from '../../../operators/measure/ssim.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { tf } from '../../../operators/tensor/tf.js';
import { testContext } from '../../context.js';
import { readReference } from '../../reference.js';

beforeAll(() => selectBackend('wasm'));

test('the mean of the frames of each video, and 1 for the same', async () => {
  const { tensor, values } = await readReference('image-metrics');
  const of = (name: string): tf.Tensor5D => tf.reshape(tf.sub(tf.mul(tensor(name), 2), 1), [1, 4, 24, 32, 3]);
  const [blurred, sharp] = [of('blur.test'), of('blur.reference')];
  const stage = await measureSsim.open({}, testContext());
  const inputs = { video: tf.concat([blurred, sharp]), reference: tf.concat([sharp, sharp]) };
  const before = tf.memory().numTensors;
  const { figures } = await stage.next(inputs, 0);
  expect(tf.memory().numTensors).toBe(before);
  const mean = values('blur.ssim_gaussian').reduce((sum, x) => sum + x, 0) / 4;
  expect(figures).toMatchObject([{ name: 'ssim', weights: [1, 1] }]);
  expect(Math.abs((figures[0]?.values[0] ?? NaN) - mean)).toBeLessThan(1e-4);
  expect(figures[0]?.values[1]).toBeCloseTo(1, 5);
});

test('frames that are smaller than a window are refused before anything runs', () => {
  expect(measureSsim.check?.({}, { H: 8, W: 64 }, [])).toMatchObject([{ code: 'E_SIZE', got: '8×64' }]);
  expect(measureSsim.check?.({}, { H: 11, W: 11 }, [])).toEqual([]);
});
