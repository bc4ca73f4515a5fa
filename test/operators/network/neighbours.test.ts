import { expect, test } from '@jest/globals';
import { itemAt } from '../../../dsl/index.js';
import { declareParameters } from '../../../operators/network/declare-parameters.js';
import { runBlocks } from '../../../operators/network/run-blocks.js';
import { tf } from '../../../operators/tensor/tf.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError, normal } from '../../gradients.js';
import { weightsOf } from '../../weights.js';

const [without, cascade] = [smallCascade(), smallCascade({ network: { neighbours: true } })];
const isTaps = (name: string): boolean => name.endsWith('.neighbours');

test('there are taps for every block; none where the cascade has none', () => {
  const names = declareParameters(cascade).map(({ name }) => name);
  expect(names.filter(isTaps)).toEqual(
    Array.from({ length: cascade.network.blocks }, (_, k) => `blocks.${k}.neighbours`),
  );
  expect(names.filter((name) => !isTaps(name))).toEqual(declareParameters(without).map(({ name }) => name));
});

onTensorflow('a network whose tokens see their neighbours', () => {
  const { patch, channels } = cascade;
  const patches = normal<tf.Tensor5D>('patches', [2, ...patch, channels]);
  const tokens = (of: typeof cascade, weights: object) => {
    const input = { level: 0, patches, noise: tf.tensor1d([0, 0.5]) };
    return itemAt(
      runBlocks({ cascade: of, weights: weights as never }, [input], undefined, () => undefined),
      0,
    ).tokens;
  };

  test('starts as the one without, and is another one when the taps have moved', () => {
    const taps = declareParameters(cascade).filter(({ name }) => isTaps(name));
    expect(taps.map(({ start }) => start)).toEqual(taps.map(() => 'zeros'));
    const zeros = Object.fromEntries(taps.map(({ name, shape }) => [name, tf.zeros([...shape])]));
    const weights = { ...weightsOf(declareParameters(without)), ...zeros };
    const plain = tokens(without, weights).dataSync();
    expect(mixedError(tokens(cascade, weights).dataSync(), plain)).toBe(0);
    const moved = { ...weights, 'blocks.0.neighbours': tf.fill([27, cascade.network.width], 0.1) };
    expect(mixedError(tokens(cascade, moved).dataSync(), plain)).toBeGreaterThan(0.01);
  });
});
