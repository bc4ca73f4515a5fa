import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { contextEncode } from '../../../operators/context/encode.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import type { LevelContext } from '../../../operators/tiles/level-context.js';
import type { Condition } from '../../../operators/network/condition.js';
import { testContext } from '../../context.js';
import { normal } from '../../gradients.js';
import { movedNetwork, someCondition } from '../../network.js';

const classes = smallCascade({ condition: { classes: 4 } });

/** The context after the coarsest level of two videos. */
const encoded = async (guidance: number | readonly number[]) => {
  const encoding = await contextEncode.open({ level: 0, seed: 0, batch: 64, memory: undefined }, testContext());
  const inputs = {
    network: movedNetwork(classes),
    video: normal<tf.Tensor5D>('video', [2, 2, 4, 4, 2]),
    context: undefined,
    condition: { ...someCondition(classes, 2, 1), guidance } as Condition,
    slab: undefined,
  };
  return (await encoding.next(inputs, 0)).context;
};

onTensorflow('the context of a finished level', () => {
  test('is what the tokens of all its tiles say, for every block that finer levels read at', async () => {
    const [level, ...more] = await encoded(1);
    expect(more).toEqual([]);
    expect(level).toMatchObject({ level: 0, videos: 2, halves: 1, firstLook: [] });
    // two videos with one tile of 8 tokens, 8 wide
    expect(level?.blocks.map((tokens) => tokens?.shape)).toEqual([
      [16, 8],
      [16, 8],
      [16, 8],
    ]);
  });

  test('holds every video twice where it is guided', async () => {
    const [level] = await encoded(3);
    expect(level).toMatchObject({ videos: 2, halves: 2 });
    expect(level?.blocks[0]?.shape).toEqual([32, 8]);
  });

  test('holds every video once where the coarsest level alone is guided', async () => {
    const [[once], [without]] = [await encoded([3, 1, 1]), await encoded(1)];
    expect(once?.halves).toBe(1);
    const said = (level: LevelContext | undefined) => (level?.blocks[0] as tf.Tensor2D).dataSync();
    expect(said(once)).toEqual(said(without));
    expect((await encoded([3, 1, 2]))[0]?.halves).toBe(2);
  });

  test('has nothing to add after the finest level', async () => {
    const video = normal<tf.Tensor5D>('fine', [1, 8, 16, 16, 2]);
    const inputs = { network: movedNetwork(smallCascade()), video, context: [], condition: undefined, slab: undefined };
    const encoding = await contextEncode.open({ level: 2, seed: 0, batch: 64, memory: undefined }, testContext());
    expect((await encoding.next(inputs, 0)).context).toEqual([]);
  });

  test('that is stopped between two calls of the network leaves nothing behind', async () => {
    const abort = new AbortController();
    const network = movedNetwork(classes);
    const [coarsest] = await encoded(1);
    const video = normal<tf.Tensor5D>('level 1', [2, 4, 8, 8, 2]);
    const inputs = { network, video, context: [coarsest as LevelContext], condition: undefined, slab: undefined };
    const running = testContext({ signal: abort.signal });
    const before = tf.memory().numTensors;
    const encoding = await contextEncode.open({ level: 1, seed: 0, batch: 1, memory: undefined }, running);
    const result = encoding.next(inputs, 0);
    setImmediate(() => {
      abort.abort(new Error('stopped'));
    });
    await expect(result).rejects.toThrow('stopped');
    await encoding.abort?.(new Error('stopped'));
    expect(tf.memory().numTensors).toBe(before);
  });
});
