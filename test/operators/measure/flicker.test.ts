import { beforeAll, expect, test } from '@jest/globals';
import { measureFlicker } from '../../../operators/measure/flicker.js';
import { tf } from '../../../operators/tensor/tf.js';
import { testContext } from '../../context.js';

beforeAll(() => tf.setBackend('cpu'));

/** Videos whose frames are of one grey each. */
async function measured(...greys: number[][]) {
  const video = tf.tensor5d(greys.map((frames) => frames.map((grey) => [[[grey], [grey]]])));
  const before = tf.memory().numTensors;
  const stage = await measureFlicker.open({}, testContext());
  const { figures } = await stage.next({ video }, 0);
  expect(tf.memory().numTensors).toBe(before);
  video.dispose();
  return Object.fromEntries(figures.map(({ name, values }) => [name, values.map((x) => Number(x.toFixed(6)))]));
}

test('a steady change is motion without flicker, light that comes and goes flickers', async () => {
  expect(await measured([0, 0.1, 0.2, 0.3], [0, 0.1, 0, 0.1], [0.5, 0.5, 0.5, 0.5])).toEqual({
    motion: [0.1, 0.1, 0],
    flicker: [0, 0.1, 0],
  });
});

test('two frames have no flicker, one has no motion', async () => {
  expect(await measured([0, 0.5])).toEqual({ motion: [0.5] });
  expect(await measured([0])).toEqual({});
});
