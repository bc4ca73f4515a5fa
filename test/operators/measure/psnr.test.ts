import { beforeAll, expect, test } from '@jest/globals';
import { measurePsnr } from '../../../operators/measure/psnr.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { tf } from '../../../operators/tensor/tf.js';
import { testContext } from '../../context.js';
import { readReference } from '../../reference.js';

beforeAll(() => selectBackend('wasm'));

test.each(['random', 'noise', 'blur', 'shift'])('that of an outside implementation: %s', async (name) => {
  const { tensor, number } = await readReference('image-metrics');
  const of = (side: string): tf.Tensor5D =>
    tf.reshape(tf.sub(tf.mul(tensor(`${name}.${side}`), 2), 1), [1, 4, 24, 32, 3]);
  const inputs = { video: of('test'), reference: of('reference') };
  const stage = await measurePsnr.open({}, testContext());
  const before = tf.memory().numTensors;
  const { figures } = await stage.next(inputs, 0);
  expect(tf.memory().numTensors).toBe(before);
  expect(Math.abs((figures[0]?.values[0] ?? NaN) - number(`${name}.psnr_video`))).toBeLessThan(1e-3);
  expect((await stage.next({ ...inputs, reference: inputs.video }, 1)).figures[0]?.values).toEqual([Infinity]);
});
