import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { trainDocuments } from '../../../operators/train/documents.js';
import { smallCascade } from '../../cascade.js';
import { itemsOf, settingsOf, testContext } from '../../context.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settings = settingsOf(trainDocuments.with, {
  documents: ['recipes/coarse.yaml', 'recipes/all.yaml'],
  path: folder,
  values: ['batch=2', 'about=a=b'],
});

/** Run the trainings, each of which is complete or not; the items and what each was given. */
async function trained(...complete: boolean[]) {
  const given: unknown[] = [];
  const context = testContext({
    runPart: (label, document, values) => {
      given.push([label, document, values]);
      return Promise.resolve(complete[given.length - 1] === true);
    },
  });
  return { items: await itemsOf(trainDocuments.run({}, settings, context, 0)), given };
}

/** Write the record of a training after some of its ten steps. */
function stop(name: string, step: number): void {
  const checkpoint = join(folder, name, 'step-0000001');
  mkdirSync(checkpoint, { recursive: true });
  const record = { step, seed: 0, cascade: smallCascade(), optimiser: 'lamb', recipe: { steps: 10, hours: 0 } };
  writeFileSync(join(checkpoint, 'state.json'), JSON.stringify(record));
}

test('each document starts from the weights of the one before, and the last folder is handed on', async () => {
  const { items, given } = await trained(true, true);
  const [coarse, all] = [join(folder, 'coarse'), join(folder, 'all')];
  const values = { batch: '2', about: 'a=b' };
  expect(given).toEqual([
    ['coarse', 'recipes/coarse.yaml', { ...values, out: coarse }],
    ['all', 'recipes/all.yaml', { ...values, start: coarse, out: all }],
  ]);
  expect(items).toEqual([{ folder: all }]);
});

test('after a training that was stopped, no other begins', async () => {
  const { items, given } = await trained(false);
  expect(given).toHaveLength(1);
  expect(items).toEqual([]);
});

test('an earlier run is complete when all its trainings are', () => {
  expect(trainDocuments.stoppedAt?.(settings)).toBeUndefined();
  stop('coarse', 10);
  expect(trainDocuments.stoppedAt?.(settings)).toEqual({ item: 0, complete: false });
  stop('all', 9);
  expect(trainDocuments.stoppedAt?.(settings)).toEqual({ item: 0, complete: false });
  stop('all', 10);
  expect(trainDocuments.stoppedAt?.(settings)).toEqual({ item: 0, complete: true });
});

test('a list without documents is refused', () => {
  expect(trainDocuments.check?.({ ...settings, documents: [] }, {}, [])).toMatchObject([{ code: 'E_SETTING_MISSING' }]);
});
