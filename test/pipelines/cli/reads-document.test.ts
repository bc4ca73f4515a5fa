import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { listDocuments } from '../../../pipelines/cli/reads-document.js';
import { run, scratch } from './command-line.js';

const folder = scratch();
writeFileSync(
  join(folder, 'mine.yaml'),
  `hpdm: 1
params: { in: { type: file }, fps: { type: number, default: 10 }, out: { type: path, default: a.mp4 } }
nodes:
  clip: { op: video.read, with: { path: '\${in}', fps: '\${fps}' } }
  file: { op: video.write, in: { frames: clip.frames }, with: { path: '\${out}' } }
`,
);

test.each(['check', 'draw', 'plan', 'run'])(
  'hpdm %s FILE name=value … is hpdm %s FILE --set name=value',
  async (command) => {
    const more = command === 'run' ? ['--dry-run'] : [];
    const args = [command, 'mine.yaml', ...more];
    const set = await run(folder, [...args, '--set', 'in=tiny.yaml', '--set', 'fps=5']);
    const bare = await run(folder, [...args, 'in=tiny.yaml', 'fps=5']);
    expect(bare).toEqual(set);
    expect(bare.status).toBe(0);
  },
);

test.each([
  [['in=tiny.yaml', 'fbs=3'], /E_PARAM_UNKNOWN[^]*fbs[^]*did you mean "fps"/],
  [['in=tiny.yaml', 'fps'], /E_SET[^]*name=value[^]*got +fps\n +try +fps=VALUE/],
  [['in=tiny.yaml', 'fps=fast'], /params\.fps {2}E_PARAM_TYPE[^]*got +"fast"/],
])('hpdm run mine.yaml %j is refused', async (values, says) => {
  expect(await run(folder, ['run', 'mine.yaml', ...values])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(says),
  });
});

test('documents and cascades of the package go by their names', async () => {
  expect(await run(folder, ['check', 'train', 'cascade=mnist'])).toMatchObject({ status: 0 });
  expect((await run(folder, ['plan', 'ucf101-s'])).stdout).toMatch(/Sampling one video/);
  expect(await run(folder, ['run', 'transcoed'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/"transcode"/),
  });
  const preset = await run(folder, ['check', 'train', 'cascade=ucf101s']);
  expect(preset).toMatchObject({ status: 2, stderr: expect.stringMatching(/E_CASCADE_UNKNOWN[^]*"ucf101-s"/) });
});

test('they are listed with what they do', async () => {
  expect(listDocuments()).toMatch(/^ {2}transcode +Read a video/m);
  expect((await run(folder, ['run', '--help'])).stdout).toContain(listDocuments());
});
