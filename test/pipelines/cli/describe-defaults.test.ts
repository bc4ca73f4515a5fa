import { Command } from 'commander';
import { expect, test } from '@jest/globals';
import { builtIn } from '../../../pipelines/built-in.js';
import { describeDefaults } from '../../../pipelines/cli/describe-defaults.js';

test('flags that are parameters of the document show its defaults; those with one of their own keep it', () => {
  const command = new Command('sample')
    .option('--count <n>', 'videos')
    .option('--out <file>', 'video to write')
    .option('--scale <n>', 'size (default: as it fits)')
    .option('--quiet', 'nothing');
  describeDefaults(command, builtIn('sample.yaml'));
  expect(command.options.map(({ description }) => description)).toEqual([
    'videos (default: 9)',
    'video to write (default: out/moving-mnist.mp4)',
    'size (default: as it fits)',
    'nothing',
  ]);
});
