import { expect, test } from '@jest/globals';
import type { tf } from '../../../operators/tensor/tf.js';
import { encodeLevel, firstLook } from '../../../operators/network/encode-level.js';
import { evaluateLevel } from '../../../operators/network/evaluate-level.js';
import type { LevelInput } from '../../../operators/network/run-blocks.js';
import { tokenize } from '../../../operators/network/tokenize.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError } from '../../gradients.js';
import { movedNetwork, pyramidInputs } from '../../network.js';

/** The tokens that are kept of a level whose own context is left out. */
function encoded(cascade: ReturnType<typeof smallCascade>, level: number): readonly (tf.Tensor2D | undefined)[] {
  return encodeLevel(movedNetwork(cascade), pyramidInputs(cascade, 2)[level] as LevelInput, []);
}

onTensorflow('the tokens of a level that finer levels read', () => {
  test('are those of the blocks before which a finer level reads', () => {
    const kept = (level: number): boolean[] => encoded(smallCascade(), level).map((tokens) => tokens !== undefined);
    // blocks work on 2, 3 and 3 levels
    expect(kept(0)).toEqual([true, true, true]);
    expect(kept(1)).toEqual([false, true, true]);
    expect(kept(2)).toEqual([]);
  });

  test('are none without fusion', () => {
    expect(encoded(smallCascade({ network: { fusion: 'none' } }), 0)).toEqual([]);
  });

  test('start with those of the tokenizer', () => {
    const cascade = smallCascade();
    const { weights } = movedNetwork(cascade);
    const [first] = encoded(cascade, 0);
    const patches = pyramidInputs(cascade, 2)[0]?.patches as tf.Tensor5D;
    expect(mixedError(first?.dataSync() ?? [], tokenize(cascade, weights, patches).dataSync())).toBe(0);
  });

  test('are the same at the first look, which also leaves its latents', () => {
    const cascade = smallCascade({ network: { selfCondition: true } });
    const network = movedNetwork(cascade);
    const input = pyramidInputs(cascade, 2)[1] as LevelInput;
    const { latents, blocks } = firstLook(network, input, []);
    const numbers = (all: readonly (tf.Tensor | undefined)[]) => all.map((tokens) => tokens?.arraySync());
    expect(numbers(blocks)).toEqual(numbers(encodeLevel(network, input, [])));
    expect(latents?.arraySync()).toEqual(evaluateLevel(network, input, []).latents?.arraySync());
  });
});
