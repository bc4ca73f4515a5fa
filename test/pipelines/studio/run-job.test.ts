import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runJob, type Told } from '../../../pipelines/studio/run-job.js';
import { scratch } from '../cli/command-line.js';

const folder = scratch();
const job = (path: string) => ({
  document: {
    file: join(folder, 'a.yaml'),
    text: `hpdm: 1\nnodes:\n  read: { op: video.read, with: { path: '${path}' } }\n  write: { op: video.write, in: { frames: read.frames }, with: { path: ${join(folder, 'a.mp4')} } }\n`,
  },
  values: {},
  seed: 0,
  resume: false,
});

test('every event of a run is told, in order', async () => {
  const told: Told[] = [];
  await runJob(job('lavfi:testsrc2=s=32x32:r=8:d=1'), (one) => told.push(one));
  const types = told.map((one) => (one.type === 'event' ? one.event.type : one.type));
  expect([types[0], types[1], types.at(-1)]).toEqual(['expected', 'started', 'finished']);
  expect(types).toContain('wrote');
});

test('what is wrong is told', async () => {
  const told: Told[] = [];
  await runJob(job('none.mp4'), (one) => told.push(one));
  expect(told.slice(-1)).toMatchObject([{ type: 'failed', faults: [{ code: 'E_FILE_MISSING' }] }]);
});
