import { expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs';
import { contextEncode } from '../../../operators/context/encode.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { normal } from '../../gradients.js';
import { movedNetwork, someCondition } from '../../network.js';

const classes = smallCascade({ condition: { classes: 4 } });

/** The context after the coarsest level of two videos. */
const encoded = (guidance: number) =>
  contextEncode.run(
    {
      network: movedNetwork(classes),
      video: normal<tf.Tensor5D>('video', [2, 2, 4, 4, 2]),
      context: undefined,
      condition: someCondition(classes, 2, guidance),
    },
    { level: 0, seed: 0, batch: 64, memory: undefined },
  ).context;

onTensorflow('the context of a finished level', () => {
  test('is what the tokens of all its tiles say, for every block that finer levels read at', () => {
    const [level, ...more] = encoded(1);
    expect(more).toEqual([]);
    expect(level).toMatchObject({ level: 0, videos: 2, halves: 1, firstLook: [] });
    // two videos with one tile of 8 tokens, 8 wide
    expect(level?.blocks.map((tokens) => tokens?.shape)).toEqual([
      [16, 8],
      [16, 8],
      [16, 8],
    ]);
  });

  test('holds every video twice where it is guided', () => {
    const [level] = encoded(3);
    expect(level).toMatchObject({ videos: 2, halves: 2 });
    expect(level?.blocks[0]?.shape).toEqual([32, 8]);
  });

  test('has nothing to add after the finest level', () => {
    const video = normal<tf.Tensor5D>('fine', [1, 8, 16, 16, 2]);
    const inputs = { network: movedNetwork(smallCascade()), video, context: [], condition: undefined };
    expect(contextEncode.run(inputs, { level: 2, seed: 0, batch: 64, memory: undefined }).context).toEqual([]);
  });
});
