import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { HpdmError, cancelled } from '../../../dsl/index.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { trainCheckpoint } from '../../../operators/train/checkpoint.js';
import { Training } from '../../../operators/training/training.js';
import { disposeState } from '../../../operators/training/training-state.js';
import { smallCascade } from '../../cascade.js';
import { settingsOf, testContext } from '../../context.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
let training: Training;
beforeEach(async () => {
  await selectBackend('cpu');
  training = new Training(smallCascade(), 0, 'lamb');
});
afterEach(() => training.dispose());

const open = async (first = 0, more: Partial<Parameters<typeof trainCheckpoint.open>[0]> = {}) => {
  const context = testContext({ first });
  const given = { path: folder.path, every: 2, keep: 2, best: false, ...more };
  const stage = await trainCheckpoint.open(settingsOf(trainCheckpoint.with, given), context);
  /** Show the stage the state after a step. */
  const see = async (step: number, loss = 1): Promise<void> => {
    training.count({ step, items: step, loss });
    const state = training.snapshot();
    await stage.next({ training: state }, step - 1);
    disposeState(state);
  };
  return {
    ...context,
    stage,
    see,
    end: async () => await stage.done?.(),
    abort: async (why: unknown) => await stage.abort?.(why),
  };
};

const saved = (): string[] => readdirSync(folder.path).map((name) => name.replace(/^step-0+/, ''));

test('every second step and the last one are saved, and the two newest are kept', async () => {
  const { see, end } = await open();
  const seen: string[][] = [];
  for (let step = 1; step <= 5; step++) {
    await see(step);
    seen.push(saved());
  }
  await end();
  expect([...seen, saved()]).toEqual([[], ['2'], ['2'], ['2', '4'], ['2', '4'], ['4', '5']]);
});

test('the one with the lowest loss is kept, too', async () => {
  const { see, end } = await open(0, { best: true, keep: 1 });
  for (const [step, loss] of [5, 5, 4, 3, 4, 4, 5].entries()) await see(step + 1, loss);
  await end();
  expect(saved()).toEqual(['4', '7']);
});

test('a run that fails saves what it has; one that is cancelled does not', async () => {
  const failed = await open();
  await failed.see(3);
  await failed.abort(new Error('the data broke'));
  expect(saved()).toEqual(['3']);
  const stopped = await open(3);
  await stopped.see(5);
  await stopped.abort(cancelled());
  expect(saved()).toEqual(['3']);
});

test('a run that fails before it has anything leaves no folder', async () => {
  const path = join(folder.path, 'none');
  const { abort } = await open(0, { path });
  expect(existsSync(path)).toBe(true);
  await abort(new Error('no clip can be read'));
  expect(existsSync(path)).toBe(false);
});

test('every checkpoint is said, with its step and size', async () => {
  const { see, end, written } = await open();
  for (let step = 1; step <= 5; step++) await see(step);
  await end();
  expect(written.map(({ facts }) => facts?.['step'])).toEqual([2, 4, 5]);
  const last = join(folder.path, 'step-0000005');
  const bytes = readdirSync(last).reduce((sum, name) => sum + statSync(join(last, name)).size, 0);
  expect(written.at(-1)).toEqual({ path: last, bytes, facts: { step: 5 } });
});

test('a run that begins anew does not write among the checkpoints of another; one that goes on does', async () => {
  await (await open()).see(2);
  await expect(open()).rejects.toMatchObject({ code: 'E_EXISTS', faults: [{ path: 'nodes.node.with.path' }] });
  await expect(open(2)).resolves.toBeDefined();
});

test('with overwrite, the earlier run stays aside until the new one has a checkpoint', async () => {
  await (await open()).see(2);
  const { see } = await open(0, { overwrite: true });
  expect(readdirSync(folder.path)).toEqual(['earlier-run']);
  expect(readdirSync(join(folder.path, 'earlier-run'))).toEqual(['step-0000002']);
  // a third one, before the second has written anything, loses nothing
  const third = await open(0, { overwrite: true });
  expect(existsSync(join(folder.path, 'earlier-run/step-0000002'))).toBe(true);
  await see(1);
  expect(existsSync(join(folder.path, 'earlier-run/step-0000002'))).toBe(true);
  await third.see(2);
  expect(saved()).toEqual(['2']);
});

test('a checkpoint that cannot be written is a warning; the last one is an error', async () => {
  const { see, end, warnings, stage } = await open(0, { path: join(folder.path, 'run') });
  expect(stage).toBeDefined();
  const { rmSync, writeFileSync } = await import('node:fs');
  rmSync(join(folder.path, 'run'), { recursive: true });
  writeFileSync(join(folder.path, 'run'), 'a file in the place of the folder');
  await see(2);
  expect(warnings).toEqual([
    expect.stringMatching(/no checkpoint after step 2.*tries again[^]*part of the path is a file/),
  ]);
  await expect(end()).rejects.toBeInstanceOf(HpdmError);
});
