import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { trainRecord } from '../../../operators/train/record.js';
import { readMetrics } from '../../../operators/training/metrics-log.js';
import { Training } from '../../../operators/training/training.js';
import { disposeState } from '../../../operators/training/training-state.js';
import { smallCascade } from '../../cascade.js';
import { settingsOf, testContext } from '../../context.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
beforeEach(() => selectBackend('cpu'));

const open = async (path = folder.path) =>
  await trainRecord.open(settingsOf(trainRecord.with, { path }), testContext());

test.each(['done', 'abort'] as const)(
  'a run that ends by %s has a report; items that complete no step have no line',
  async (end) => {
    const stage = await open();
    const training = new Training(smallCascade(), 1, 'lamb');
    training.count({ step: 1 });
    const gathering = training.snapshot();
    const moved = training.snapshot({ step: 1, loss: 1, levels: [1], norm: 1, rate: 1 });
    await stage.next({ training: gathering }, 0);
    await stage.next({ training: moved }, 1);
    await stage[end]?.(new Error('the data broke'));
    expect(readMetrics(folder.path).map(({ step }) => step)).toEqual([1]);
    expect(existsSync(join(folder.path, 'report.html'))).toBe(true);
    disposeState(gathering);
    disposeState(moved);
    training.dispose();
  },
);

test('a folder that cannot be made is refused before the first step', async () => {
  writeFileSync(join(folder.path, 'file'), '');
  await expect(open(join(folder.path, 'file/run'))).rejects.toMatchObject({ code: 'E_FOLDER' });
});
