import { Command } from 'commander';
import { expect, test } from '@jest/globals';
import { withSamplingFlags } from '../../../../pipelines/cli/sample/sampling-flags.js';

const parsed = (...args: string[]) =>
  withSamplingFlags(new Command('sample').exitOverride().configureOutput({ writeErr: () => undefined }))
    .parse(args, { from: 'user' })
    .opts();

test('flags that may be repeated are lists, in order', () => {
  expect(parsed('--prompt', 'fox', '--prompt', 'owl')).toMatchObject({ prompt: ['fox', 'owl'] });
  expect(parsed('--class', '3', '--class', '1')).toMatchObject({ class: ['3', '1'] });
});

test('a file stands for a level, level 0 where none is named', () => {
  expect(parsed('--from', 'level=1:clip.mp4')).toMatchObject({ from: { level: 1, path: 'clip.mp4' } });
  expect(parsed('--from', 'clip.mp4')).toMatchObject({ from: { level: 0, path: 'clip.mp4' } });
  expect(() => parsed('--from', 'level=x:clip.mp4')).toThrow(/level=1:clip\.mp4/);
});
