import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { classifierFile, loadClassifier } from '../../../operators/measure/classifier-model.js';
import { tf } from '../../../operators/tensor/tf.js';
import { onTensorflow } from '../../backends.js';
import { scratch } from '../video/clips.js';
import { byColour, writeGraph, writeLayers } from './classifier-files.js';

const { fresh, remove } = scratch();
afterAll(remove);

onTensorflow('the model of a classifier', () => {
  test('says what it takes: pictures or videos, of which size, in colour or grey', async () => {
    const taken = async (path: string) => {
      const { model, file, ...takes } = await loadClassifier(path);
      model.dispose();
      expect(file).toBe(join(path, 'model.json'));
      return takes;
    };
    const pictures = await taken(await writeLayers(fresh(), byColour([null, null, 3])));
    expect(pictures).toEqual({ frames: undefined, height: null, width: null, channels: 3 });
    const videos = await taken(await writeLayers(fresh(), byColour([4, 8, 6, 1])));
    expect(videos).toEqual({ frames: 4, height: 8, width: 6, channels: 1 });
    expect(await taken(writeGraph(fresh()))).toEqual({ frames: undefined, height: 8, width: 8, channels: 3 });
  });

  test('is refused where it is not there, is something else, or takes something else', async () => {
    const folder = fresh();
    await expect(loadClassifier(join(folder, 'none'))).rejects.toThrow(/none {2}E_FILE_MISSING[^]*model\.json/);
    const file = join(folder, 'other.json');
    writeFileSync(file, '{"a": 1}');
    expect(classifierFile(file)).toBe(file);
    await expect(loadClassifier(file)).rejects.toThrow(/other\.json {2}E_WEIGHTS_OTHER[^]*a model of TensorFlow\.js/);
    const before = tf.memory().numTensors;
    const words = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [7] })] });
    await expect(loadClassifier(await writeLayers(folder, words))).rejects.toThrow(
      /E_WEIGHTS_OTHER[^]*pictures \[N, h, w, c\][^]*1 input, the first \[any, 7\]/,
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});
