import { beforeAll, expect, test } from '@jest/globals';
import { measureBorders } from '../../../operators/measure/borders.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { tf } from '../../../operators/tensor/tf.js';
import { smallCascade } from '../../cascade.js';
import { settingsOf, testContext } from '../../context.js';

beforeAll(() => selectBackend('wasm'));

test('noise has as much energy at borders as elsewhere, of each kind of border that occurs', async () => {
  const cascade = smallCascade({
    patch: [2, 8, 8],
    levels: [{ size: [2, 8, 8] }, { size: [4, 32, 32], overlap: [0, 0, 0] }],
  });
  const stage = await measureBorders.open(settingsOf(measureBorders.with, { cascade }), testContext());
  const video = tf.randomUniform<tf.Rank.R5>([3, 4, 32, 32, cascade.channels], -1, 1, 'float32', 5);
  const before = tf.memory().numTensors;
  const { figures } = await stage.next({ video }, 0);
  expect(tf.memory().numTensors).toBe(before);
  video.dispose();
  expect(figures.map(({ name }) => name)).toEqual(expect.arrayContaining(['seams.tiles', 'seams.tokens']));
  for (const { values, weights } of figures) {
    expect(values).toHaveLength(3);
    const sum = (of: readonly number[]): number => of.reduce((a, b) => a + b, 0);
    expect(Math.abs(sum(values) / sum(weights) - 1)).toBeLessThan(0.2);
  }
});

test('a level that the cascade does not have is refused before anything runs', () => {
  const settings = settingsOf(measureBorders.with, { cascade: smallCascade(), level: 3 });
  expect(measureBorders.check?.(settings, {}, [])).toMatchObject([{ code: 'E_LEVEL' }]);
});
