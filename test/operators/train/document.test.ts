import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { trainDocument } from '../../../operators/train/document.js';
import { smallCascade } from '../../cascade.js';
import { itemsOf, settingsOf, testContext } from '../../context.js';

const cascade = smallCascade();

/** Run the operator; its items, and what the document was given. */
async function trained({
  seed = -1,
  start = undefined as string | undefined,
  isComplete = true,
  path = 'out/x',
  more = {},
} = {}) {
  const calls: unknown[] = [];
  const runPart = (...call: unknown[]) => {
    calls.push(call);
    return Promise.resolve(isComplete);
  };
  const values = ['steps=3', 'about=a=b'];
  const settings = settingsOf(trainDocument.with, { document: 'train.yaml', path, cascade, seed, values, ...more });
  const items = await itemsOf(
    trainDocument.run({ start, after: undefined }, settings, testContext({ seed: 7, runPart }), 0),
  );
  return { items, calls };
}

const given = { steps: '3', about: 'a=b', cascade, out: 'out/x' };

test('the document gets the cascade, a folder and its values, and the seed of the run', async () => {
  const { items, calls } = await trained();
  expect(calls).toEqual([['node', 'train.yaml', given, 7]]);
  expect(items).toEqual([{ folder: 'out/x' }]);
});

test('a seed of its own, and a training to start from', async () => {
  const { calls } = await trained({ seed: 2, start: 'out/coarse' });
  expect(calls).toEqual([['node', 'train.yaml', { ...given, start: 'out/coarse' }, 2]]);
});

test('a size of the clips and weights of the levels, where they are given', async () => {
  const { calls } = await trained({ more: { scale: [4, 4, 4], lossWeights: [1, 0] } });
  expect(calls).toEqual([['node', 'train.yaml', { ...given, scale: [4, 4, 4], lossWeights: [1, 0] }, 7]]);
});

test('a training that is stopped says how to go on', async () => {
  await expect(trained({ isComplete: false })).rejects.toThrow(/the same command goes on/);
});

const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a training of another cascade in the folder is not taken for its own, even a complete one', async () => {
  const path = join(folder, 'run');
  mkdirSync(join(path, 'step-0000001'), { recursive: true });
  const record = (found: object) => ({ step: 1, seed: 7, cascade: found, optimiser: 'adamw', recipe: { steps: 1 } });
  const write = (found: object): void => {
    writeFileSync(join(path, 'step-0000001', 'state.json'), JSON.stringify(record(found)));
  };
  write(cascade);
  expect((await trained({ path })).calls).toHaveLength(1);
  write({ ...cascade, channels: cascade.channels + 2 });
  await expect(trained({ path })).rejects.toThrow(/channels {2}E_CHECKPOINT_OTHER/);
});
