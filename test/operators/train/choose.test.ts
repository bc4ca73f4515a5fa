import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { trainChoose } from '../../../operators/train/choose.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { testContext } from '../../context.js';

beforeAll(() => selectBackend('cpu'));
const patches: tf.Tensor5D[] = [];
afterAll(() => tf.dispose(patches));

/** Who of `count` items is chosen, in batches of `size`, by a run that begins at batch `first`. */
async function chosen(count: number, size: number, { seed = 1, first = 0, purpose = 'condition' } = {}) {
  const stage = await trainChoose.open({ purpose, rate: 0.25 }, testContext({ seed }));
  const batch = tf.zeros<tf.Rank.R5>([size, 1, 1, 1, 1]);
  patches.push(batch);
  const all: boolean[] = [];
  for (let number = first; all.length < count; number++) {
    all.push(...(await stage.next({ patches: [batch] }, number)).chosen);
  }
  return all;
}

test('a share of the items is chosen, the same items whatever the batches', async () => {
  const whole = await chosen(2000, 2000);
  const share = whole.filter(Boolean).length / whole.length;
  expect(share).toBeGreaterThan(0.22);
  expect(share).toBeLessThan(0.28);
  expect(await chosen(2000, 50)).toEqual(whole);
  expect(await chosen(1000, 500, { first: 2 })).toEqual(whole.slice(1000));
});

test('another seed chooses others, and so does another purpose', async () => {
  const whole = await chosen(200, 200);
  expect(await chosen(200, 200, { seed: 2 })).not.toEqual(whole);
  expect(await chosen(200, 200, { purpose: 'self-condition' })).not.toEqual(whole);
});
