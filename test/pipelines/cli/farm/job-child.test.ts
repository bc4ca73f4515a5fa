import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { moduleArguments } from '../../../../operators/disk/module-arguments.js';
import { jobOf } from './jobs.js';

const FARM = new URL(`file://${resolve('pipelines/cli/farm/job-process.ts')}`).href;

const started = () => {
  const { loader, script } = moduleArguments(FARM, 'job-child');
  return spawn(process.execPath, [...loader, script, '', ''], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
};

test('answers each job, and ends with whoever started it', async () => {
  const child = started();
  const answer = new Promise((said) => child.once('message', said));
  const ended = new Promise((end) => child.once('exit', end));
  child.send({ ...jobOf('r', 0), flags: { set: {}, checkpoint: '/nowhere/model', out: '/nowhere/{n}.mp4' } });
  expect(await answer).toMatchObject({ ok: false, error: expect.stringContaining('/nowhere/model') });
  child.disconnect();
  expect(await ended).toBe(3);
}, 240_000);
