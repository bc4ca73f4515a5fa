import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { latestCheckpoint } from '../../../operators/training/checkpoints.js';
import { builtIn } from '../../../pipelines/built-in.js';
import { run, scratch } from './command-line.js';

const folder = scratch();

test('a document without training has nothing to go on with', async () => {
  const digits =
    'hpdm: 1\nnodes:\n  digits: { op: video.moving-digits, with: { batch: 1, count: 1 } }\nout: { video: digits.video }\n';
  writeFileSync(join(folder, 'digits.yaml'), digits);
  const { status, stderr } = await run(folder, ['run', 'digits.yaml', '--resume']);
  expect(status).toBe(2);
  expect(stderr).toMatch(/E_RESUME[^]*without training[^]*leave out --resume/);
});

test('a complete run says that nothing is left to do', async () => {
  const args = ['train', '--cascade', 'tiny.yaml', '--batch', '1', '--steps', '1', '--out', 'run'];
  expect((await run(folder, args)).status).toBe(0);
  expect(await run(folder, [...args, '--resume'])).toMatchObject({
    status: 0,
    stderr: expect.stringContaining('nothing left to do'),
  });
});

test.each([[[]], [['--members', '2']]])('a complete run is not taken for another one (%j)', async (more) => {
  const args = ['train', '--cascade', 'tiny.yaml', '--steps', '1', '--out', `other${more.length}`];
  expect((await run(folder, [...args, '--batch', '2'])).status).toBe(0);
  const other = ['--batch', '4', '--accumulate', '2', '--seed', '9', '--resume', ...more];
  const { status, stderr } = await run(folder, [...args, ...other]);
  expect(status).toBe(2);
  for (const difference of [/E_CHECKPOINT_SEED/, /E_CHECKPOINT_BATCH[^]*--accumulate 1/, /E_CHECKPOINT_DATA/]) {
    expect(stderr).toMatch(difference);
  }
});

test('trainings that are jobs go on each from its own step, and one that was not begun begins', async () => {
  const own = "cascade: tiny.yaml, out: 'job-${index}', batch: 1, steps: 4, preview: 0, left: '${left}'";
  const many = `many: { for: [0, 1, 2], spread: jobs, graph: '${builtIn('train.yaml')}', with: { ${own} } }`;
  writeFileSync(join(folder, 'jobs.yaml'), `hpdm: 1\nparams: { left: { type: int, default: 0 } }\nnodes:\n  ${many}\n`);
  expect(await run(folder, ['run', 'jobs.yaml', 'left=2', '-q'])).toMatchObject({ status: 0 });
  const begun = (): string[] => [0, 1, 2].map((job) => latestCheckpoint(join(folder, `job-${job}`)).slice(-1));
  expect(begun()).toEqual(['2', '2', '2']);
  rmSync(join(folder, 'job-1'), { recursive: true });
  const { status, stderr } = await run(folder, ['run', 'jobs.yaml', '--resume']);
  expect([status, begun()]).toEqual([0, ['4', '4', '4']]);
  expect(stderr.match(/\[(tensorflow|wasm|cpu)/g)).toHaveLength(1);
  expect(await run(folder, ['run', 'jobs.yaml', '--resume'])).toMatchObject({
    stderr: 'the earlier run is complete: nothing left to do\n',
  });
});
