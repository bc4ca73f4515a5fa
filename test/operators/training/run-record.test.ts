import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { readMetrics } from '../../../operators/training/metrics-log.js';
import { RunRecord } from '../../../operators/training/run-record.js';
import { disposeState } from '../../../operators/training/training-state.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { testContext } from '../../context.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
beforeEach(() => selectBackend('cpu'));

/** Show a record the states of a run of some steps. */
async function show(record: RunRecord, steps: number): Promise<void> {
  const training = new Training(smallCascade(), 1, 'adamw');
  for (let step = 1; step <= steps; step++) {
    training.count({ step, batch: 2 });
    const state = training.snapshot({ step, loss: 1 / step, levels: [1, 2, 3], norm: 1, rate: 0.1 });
    await record.see(state);
    disposeState(state);
  }
  training.dispose();
}

test('a run leaves a line per step, a report with the samples, and curves', async () => {
  const context = testContext();
  mkdirSync(join(folder.path, 'previews'));
  const pixel = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  writeFileSync(join(folder.path, 'previews/step-0000002.png'), pixel);
  const record = new RunRecord(folder.path, true, context);
  await show(record, 3);
  await record.finish();
  expect(readMetrics(folder.path)).toHaveLength(3);
  const page = readFileSync(join(folder.path, 'report.html'), 'utf8');
  expect(page).toContain('Step 2');
  expect(page).toContain(pixel.toString('base64'));
  expect((await sharp(join(folder.path, 'curves.png')).metadata()).format).toBe('png');
  expect(context.written).toMatchObject([{ path: join(folder.path, 'report.html'), facts: { step: 3 } }]);
});

test('a folder that went away is a warning, said once, and no error', async () => {
  const context = testContext();
  const gone = join(folder.path, 'gone');
  mkdirSync(gone);
  const record = new RunRecord(gone, true, context);
  rmSync(gone, { recursive: true });
  await show(record, 3);
  await record.finish();
  expect(context.warnings).toEqual([
    expect.stringMatching(/numbers of some steps/),
    expect.stringMatching(/no report/),
  ]);
});

test('a run without a step writes nothing', async () => {
  const context = testContext();
  await new RunRecord(folder.path, true, context).finish();
  expect(context.written).toEqual([]);
});
