import { expect, jest, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { collectBlocks } from '../../../operators/tiles/collect-blocks.js';
import { TokenFile } from '../../../operators/tiles/token-file.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';

/** One token per tile, one wide, which readers see three times as large. */
const cascade = smallCascade({ patch: [1, 1, 1], levels: [{ size: [1, 1, 1] }], network: { token: [1, 1, 1] } });
const network = () => ({ cascade, weights: { 'blocks.1.fusion.context.kernel': tf.tensor2d([3], [1, 1]) } });
const rows = (...values: number[]): tf.Tensor2D => tf.tensor2d(values, [values.length, 1]);

onTensorflow('what finer levels read of all tiles, collected some tiles at a time', () => {
  test('is one tensor per block, both halves in the order of the tiles', () => {
    const { add, collected } = collectBlocks(network(), 3, 2, false);
    const chunks = [add(0, [undefined, rows(1, 2, 10, 20)]), add(2, [undefined, rows(3, 30)])];
    const [none, joined] = collected(chunks);
    expect(none).toBeUndefined();
    expect([...(joined as tf.Tensor).dataSync()]).toEqual([3, 6, 9, 30, 60, 90]);
    expect(chunks.map((chunk) => chunk[1]?.isDisposed)).toEqual([true, true]);
  });

  test('is the same in a file, of which any tiles are read in any order', () => {
    const { add, collected } = collectBlocks(network(), 3, 2, true);
    const before = tf.memory().numTensors;
    add(2, [undefined, rows(3, 30)]);
    add(0, [undefined, rows(1, 2, 10, 20)]);
    const [none, file] = collected([]);
    expect(none).toBeUndefined();
    const second = (file as TokenFile).share();
    file?.dispose();
    expect([...second.take([5, 0, 0, 3]).dataSync()]).toEqual([90, 3, 3, 30]);
    expect(tf.memory().numTensors - before).toBe(2 * 2 + 1);
    second.dispose();
  });

  test('whose other tiles do not come closes its files', () => {
    const dispose = jest.spyOn(TokenFile.prototype, 'dispose');
    const { add, drop } = collectBlocks(network(), 3, 2, true);
    add(2, [undefined, rows(3, 30)]);
    drop();
    expect(dispose).toHaveBeenCalledTimes(1);
    dispose.mockRestore();
  });
});
