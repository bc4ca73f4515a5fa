import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { run, scratch, spawned } from './command-line.js';

const folder = scratch();
const COMMANDS = 'start sample train data export runs run check draw plan ops setup doctor'.split(' ');
writeFileSync(
  join(folder, 'copy.yaml'),
  `hpdm: 1
params: { in: { type: path, default: 'lavfi:testsrc=s=64x48:r=10:d=1' }, out: { type: path, default: a.mp4 } }
nodes:
  clip: { op: video.read, with: { path: '\${in}' } }
  file: { op: video.write, in: { frames: clip.frames }, with: { path: '\${out}' } }
`,
);

describe('0: what was asked for is done', () => {
  test.each([[], ['--version'], ...COMMANDS.map((command) => [command, '--help'])].map((args) => [args]))(
    'hpdm %j',
    async (args) => {
      const { status, stderr, stdout } = await run(folder, args);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).not.toBe('');
    },
  );
});

const WRONG = [
  ...COMMANDS.map((command) => [command, '--bogus']),
  ...COMMANDS.filter((command) => command !== 'ops').map((command) => [command, 'nowhere.yaml', 'a', 'b=1']),
  ...['run', 'check', 'draw', 'plan'].flatMap((command) => [
    [command],
    [command, 'nowhere.yaml'],
    [command, 'copy.yaml', 'nothing=1'],
    [command, 'copy.yaml', '--set', 'nothing'],
    [command, 'nowhere'],
  ]),
  ...['start', 'sample', 'train', 'run'].flatMap((command) => {
    const before = command === 'run' ? ['run', 'copy.yaml'] : [command];
    return [
      [...before, '--seed', '-1'],
      [...before, '--seed'],
      [...before, '--backend', 'gpu'],
    ];
  }),
  ['run', 'copy.yaml', '--events', 'tiny.yaml/events'],
  ['run', 'copy.yaml', 'in=none.mp4'],
  ['run', 'copy.yaml', 'in=none.mp4', '--json'],
  ['run', 'copy.yaml', 'out=tiny.yaml/a.mp4'],
  ['data', 'emoji', '--bogus'],
  ['sample', '--count', 'many'],
  ['sample', '--checkpoint', 'nowhere'],
  ['train', '--steps', 'abc'],
  ['train', '--cascade', 'nowhere.yaml'],
  ['check', 'copy.yaml', 'in=.'],
  ['draw', 'copy.yaml', '--format', 'gif'],
  ['draw', 'copy.yaml', '-o', 'nowhere/a.svg'],
  ['ops', 'video.raed'],
  ['smaple'],
];

test.each(WRONG.map((args) => [args]))('2: hpdm %j is wrong input', async (args) => {
  const { status, stderr, stdout } = await run(folder, args);
  expect({ status, said: stderr + stdout }).toMatchObject({ status: 2, said: expect.not.stringMatching(/\n +at /) });
  expect(stderr + stdout).not.toBe('');
});

(existsSync('/dev/full') ? describe : describe.skip)('3: the work failed', () => {
  test.each([
    [['run', 'copy.yaml', '--events', '/dev/full', '--quiet']],
    [['run', 'copy.yaml', '--events', '/dev/full', '--json']],
    [['draw', 'copy.yaml', '-o', '/dev/full']],
  ])('hpdm %j', (args) => {
    expect(spawned(folder, args)).toMatchObject({ status: 3 });
  });
});
