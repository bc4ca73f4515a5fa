import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { FinishedParts } from '../../../operators/denoise/finished-parts.js';
import { sampleWhole } from '../../../operators/denoise/sample-whole.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { smallCascade } from '../../cascade.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => selectBackend('cpu'));

/** Sample an item of level 0 with churn; how often the body was called. */
async function sample(number: number, keep = '') {
  let calls = 0;
  const cascade = smallCascade({ levels: [{ size: [2, 4, 4], steps: 3, sampler: 'euler', churn: 1 }] });
  const body = ({ canvas }: Readonly<Record<string, unknown>>) => {
    calls++;
    return { denoised: tf.mul(canvas as tf.Tensor5D, 0.5) };
  };
  const settings = {
    ...{ cascade, level: 0, sigmas: [2, 1, 0.5, 0], seed: 4, body, signal: new AbortController().signal },
    kept: new FinishedParts(keep, 0),
    stepped: () => undefined,
  };
  const canvas = tf.ones<tf.Rank.R5>([1, 2, 4, 4, 2]);
  const video = await sampleWhole(settings, { canvas }, number);
  return { values: [...video.dataSync()], calls };
}

test('the noise of an item goes on from that of the item before', async () => {
  const [first, second] = [await sample(0), await sample(1)];
  expect(second.values).not.toEqual(first.values);
  expect((await sample(1)).values).toEqual(second.values);
});

test('what is finished is not sampled again', async () => {
  const made = await sample(2, folder);
  const taken = await sample(2, folder);
  expect([made.calls, taken.calls]).toEqual([3, 0]);
  expect(taken.values).toEqual(made.values);
});
