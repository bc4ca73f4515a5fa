import { afterAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { measureClasses } from '../../../operators/measure/classes.js';
import { tf } from '../../../operators/tensor/tf.js';
import { onTensorflow } from '../../backends.js';
import { settingsOf, testContext } from '../../context.js';
import { scratch } from '../video/clips.js';
import { byColour, writeLayers } from './classifier-files.js';

const { fresh, remove } = scratch();
afterAll(remove);

const settings = (given = {}) => settingsOf(measureClasses.with, given);

onTensorflow('classes of videos', () => {
  test('are told frame by frame; without a classifier there are none', async () => {
    const video = tf.zeros<tf.Rank.R5>([3, 4, 8, 8, 1]);
    const shapeWith = async (given: object): Promise<readonly number[]> => {
      const stage = await measureClasses.open(settings(given), testContext());
      const { classes } = await stage.next({ video }, 0);
      await stage.done?.();
      classes.dispose();
      return classes.shape;
    };
    const before = tf.memory().numTensors;
    const classifier = await writeLayers(fresh(), byColour([8, 8, 3]));
    expect(await shapeWith({ classifier, frames: 2 })).toEqual([3, 2, 4]);
    expect(await shapeWith({})).toEqual([3, 1, 0]);
    expect(tf.memory().numTensors).toBe(before);
    expect(measureClasses.files?.(settings({ classifier }))).toEqual({
      reads: { classifier: join(classifier, 'model.json') },
    });
  });
});

test('sizes are known without a classifier, and a range has a smaller and a greater number', async () => {
  expect(measureClasses.dimensions?.(settings(), {}, [])).toEqual({ n: 1, K: 0 });
  expect(measureClasses.check?.(settings(), {}, [])).toEqual([]);
  expect(measureClasses.check?.(settings({ range: [1, 0] }), {}, [])).toMatchObject([{ path: 'with.range' }]);
  await expect(measureClasses.open(settings({ classifier: 'none' }), testContext())).rejects.toThrow(/E_FILE_MISSING/);
});
