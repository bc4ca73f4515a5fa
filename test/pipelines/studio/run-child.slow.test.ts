import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { scratch } from '../cli/command-line.js';

const child = fileURLToPath(new URL('../../../pipelines/studio/run-child.ts', import.meta.url));
const folder = scratch();

test('a process whose studio is gone ends as on Ctrl-C, and keeps what it has made', async () => {
  const text = `hpdm: 1\nnodes:\n  read: { op: video.read, with: { path: 'lavfi:testsrc2=s=32x32:r=8,realtime' } }\n  write: { op: video.write, in: { frames: read.frames }, with: { path: ${join(folder, 'a.mp4')} } }\n`;
  const running = spawn(process.execPath, ['--import', 'tsx', child], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  running.send({ document: { file: join(folder, 'a.yaml'), text }, values: {}, seed: 0, resume: false });
  await new Promise<void>((resolve) => {
    running.on('message', (told: { event?: { type: string } }) => told.event?.type === 'progress' && resolve());
  });
  running.disconnect();
  expect(await once(running, 'exit')).toEqual([0, null]);
});
