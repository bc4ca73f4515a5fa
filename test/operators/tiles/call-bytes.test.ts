import { expect, test } from '@jest/globals';
import { readCascade } from '../../../dsl/index.js';
import { callBytes } from '../../../operators/tiles/call-bytes.js';
import { presets } from '../../../pipelines/presets.js';

const ucf = readCascade(presets['ucf101-s'] ?? '', presets);

test('a patch takes its activations; in training and evaluation the hidden layer of an MLP, too', () => {
  expect(callBytes(ucf, 2).each).toBeGreaterThan(2 * 4096 * 1024 * 4);
  // packed for inference, the hidden layer, 4096 · 4096 · 4 bytes, is never in memory as a whole
  expect(callBytes(ucf, 2, true, 'float32').each).toBeLessThan(callBytes(ucf, 2).each - 4096 * 4096 * 4);
  expect(callBytes(ucf, 2, true, 'bf16').each).toBe(callBytes(ucf, 2, true, 'float32').each);
});

test('where the weights are not held, those that are being read count', () => {
  expect(callBytes(ucf, 0, false, 'float32').fixed).toBeGreaterThan(callBytes(ucf, 0, true, 'float32').fixed);
});

test('cycle spinning of level 0 counts, though no call of the network is held beside another', () => {
  const [first, ...finer] = ucf.levels;
  if (first === undefined) throw new RangeError('unreachable');
  const spun = { ...ucf, levels: [{ ...first, cycleSpin: 1 }, ...finer] };
  const patch = 4 * 16 * 64 * 64 * 3;
  const more = callBytes(spun, 0).each - callBytes(ucf, 0).each;
  expect(more).toBeGreaterThan(0);
  expect(more).toBeLessThan(10 * patch);
});
