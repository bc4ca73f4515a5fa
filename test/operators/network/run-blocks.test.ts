import { expect, test } from '@jest/globals';
import type { tf } from '../../../operators/tensor/tf.js';
import { runBlocks } from '../../../operators/network/run-blocks.js';
import { tokenize } from '../../../operators/network/tokenize.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError } from '../../gradients.js';
import { movedNetwork, pyramidInputs } from '../../network.js';

/** How far the tokens of each level have moved from those of the tokenizer after `count` blocks. */
function moved(count: number): number[] {
  const cascade = smallCascade({ network: { levelsPerBlock: [1, 2, 3] } });
  const network = movedNetwork(cascade);
  const inputs = pyramidInputs(cascade, 2);
  const states = runBlocks(network, inputs, undefined, () => undefined, count);
  return states.map(({ tokens }, level) => {
    const start = tokenize(cascade, network.weights, inputs[level]?.patches as tf.Tensor5D);
    return mixedError(tokens.dataSync(), start.dataSync());
  });
}

onTensorflow('blocks', () => {
  test('work on the levels that go through them and leave the others as they were', () => {
    const [coarse, middle, fine] = moved(2);
    expect(coarse).toBeGreaterThan(1e-2);
    expect(middle).toBeGreaterThan(1e-2);
    expect(fine).toBe(0);
  });

  test('none of them run: tokens are those of the tokenizer', () => {
    expect(moved(0)).toEqual([0, 0, 0]);
  });

  test('get the context of each level, and the tokens that enter, block by block', () => {
    const cascade = smallCascade({ network: { levelsPerBlock: [1, 2, 3] } });
    const asked: [number, number, number][] = [];
    runBlocks(movedNetwork(cascade), pyramidInputs(cascade, 2), undefined, (block, index, tokens) => {
      asked.push([block, index, tokens.length]);
      return undefined;
    });
    expect(asked).toEqual([
      [0, 0, 1],
      [1, 0, 2],
      [1, 1, 2],
      [2, 0, 3],
      [2, 1, 3],
      [2, 2, 3],
    ]);
  });
});
