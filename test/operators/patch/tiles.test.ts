import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { patchTiles } from '../../../operators/patch/tiles.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';

const cascade = smallCascade({
  levels: [{ size: [2, 4, 4] }, { size: [4, 8, 8], overlap: [0, 0, 0] }],
  network: { blocks: 1, levelsPerBlock: [2] },
});

onTensorflow('the tiles of a level', () => {
  test('without overlap share the canvas among them, those of a video one after the other', () => {
    const canvas = tf.range(0, 2 * 4 * 8 * 8 * 2).reshape<tf.Tensor5D>([2, 4, 8, 8, 2]);
    const { patches } = patchTiles.run({ canvas, shift: undefined }, { cascade, level: 1, part: false });
    expect(patches.shape).toEqual([16, 2, 4, 4, 2]);
    expect([...patches.dataSync()].sort((a, b) => a - b)).toEqual([...canvas.dataSync()]);
    expect(Math.max(...tf.slice(patches, 0, 8).dataSync())).toBe(511);
  });

  test('are told to the checker before anything runs', () => {
    const sizes = (part: boolean, known: { readonly F?: number }) =>
      patchTiles.dimensions?.({ cascade, level: 1, part }, known, []);
    expect(sizes(false, {})).toMatchObject({ P: 8, F: 4, f: 2 });
    expect(sizes(false, { F: 2 })).toMatchObject({ P: 8, F: 4 });
    expect(sizes(true, { F: 2 })).toMatchObject({ P: 4, f: 2 });
    expect(sizes(true, {})).not.toHaveProperty('P');
    const moving = smallCascade({
      levels: [{ size: [2, 4, 4] }, { size: [4, 8, 8], shift: true }, { size: [8, 16, 16] }],
    });
    // as many as the step has
    expect(patchTiles.dimensions?.({ cascade: moving, level: 1, part: false }, {}, ['shift'])).not.toHaveProperty('P');
    expect(patchTiles.check?.({ cascade, level: 2, part: false }, {}, [])).toMatchObject([{ code: 'E_LEVEL' }]);
  });
});
