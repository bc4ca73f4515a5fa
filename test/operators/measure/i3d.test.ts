import { expect, test } from '@jest/globals';
import { measureI3d } from '../../../operators/measure/i3d.js';
import { tf } from '../../../operators/tensor/tf.js';
import { settingsOf, testContext } from '../../context.js';

const settings = (given = {}) => settingsOf(measureI3d.with, given);

test('without weights there are no features, and nothing else is needed', async () => {
  await tf.setBackend('cpu');
  const stage = await measureI3d.open(settings(), testContext());
  const video = tf.zeros<tf.Rank.R5>([2, 4, 8, 8, 1]);
  const { features } = await stage.next({ video }, 0);
  expect(features.shape).toEqual([2, 1, 0]);
  tf.dispose([video, features]);
  expect(measureI3d.dimensions?.(settings(), {}, [])).toEqual({ T: 1, D: 0 });
  expect(measureI3d.check?.(settings(), { F: 4, C: 2 }, [])).toEqual([]);
});

test('too few frames and other channels are refused, and files that are not the weights', async () => {
  const given = settings({ weights: 'none' });
  expect(measureI3d.check?.(given, { F: 8, C: 2 }, [])).toMatchObject([{ code: 'E_SIZE' }, { code: 'E_CHANNELS' }]);
  expect(measureI3d.dimensions?.(given, {}, [])).toEqual({ T: 1, D: 400 });
  await expect(measureI3d.open(given, testContext())).rejects.toThrow(/E_FILE_MISSING/);
});
