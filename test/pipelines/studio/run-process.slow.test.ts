import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { RunProcess } from '../../../pipelines/studio/run-process.js';
import type { Told } from '../../../pipelines/studio/run-job.js';
import { scratch } from '../cli/command-line.js';

const folder = scratch();

test('a job runs in a process of its own, which ends with it', async () => {
  const text = `hpdm: 1\nnodes:\n  read: { op: video.read, with: { path: 'lavfi:testsrc2=s=32x32:r=8:d=1' } }\n  write: { op: video.write, in: { frames: read.frames }, with: { path: ${join(folder, 'a.mp4')} } }\n`;
  const told: Told[] = [];
  const job = { document: { file: join(folder, 'a.yaml'), text }, values: {}, seed: 0, resume: false };
  const { code, signal, said } = await new RunProcess(job, (one) => told.push(one)).end;
  expect({ code, signal, said }).toEqual({ code: 0, signal: null, said: '' });
  expect(told.some((one) => one.type === 'event' && one.event.type === 'finished')).toBe(true);
});
