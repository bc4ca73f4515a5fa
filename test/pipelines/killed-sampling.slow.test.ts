import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { onTensorflow } from '../backends.js';
import { ffmpeg } from '../operators/video/clips.js';
import { scratch } from './cli/command-line.js';
import { Job, STEPS, type Kill } from './killed-sampling.js';

const folder = scratch();
const clip = join(folder, 'clip.mp4');
beforeAll(() => ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=48x32:rate=10:duration=7', '-pix_fmt', 'yuv420p', clip));

const between = (least: number, most: number): number => least + Math.floor(Math.random() * (most - least + 1));

/** At a random moment after a random step of some slabs of a level. */
const kill = (level: 0 | 1 | 2, signal: Kill['signal'], slabs = 1): Kill => ({
  ...{ level, signal, step: between(1, slabs * STEPS[level] - 1), seconds: Math.random() / 5 },
});

/** At every level, and in three random slabs of the last one. */
const kills = (): Kill[] => [
  kill(0, 'SIGKILL'),
  kill(1, 'SIGINT', 2),
  kill(2, 'SIGKILL', 4),
  kill(2, 'SIGINT', 4),
  kill(2, 'SIGKILL', 4),
  kill(2, 'SIGKILL', 4),
];

onTensorflow('a sampling that is killed at every level and in random slabs, and resumed each time', () => {
  test.each<[name: string, overlap: number, flags: string[]]>([
    ['without overlap along time', 0, []],
    ['with overlap along time', 0.5, []],
    ['from a clip, without overlap', 0, ['--from', `level=1:${clip}`, '--strength', '0.5']],
    ['from a clip, with overlap', 0.5, ['--from', `level=1:${clip}`, '--strength', '0.5']],
  ])(
    'has the same bytes in all files in the end: %s',
    async (name, overlap, flags) => {
      const job = new Job(folder, overlap, flags);
      const whole = job.whole('whole-' + name.replaceAll(/\W+/g, '-'));
      expect(Object.keys(whole)).toEqual(['video.json', 'video.mp4', 'video.png']);
      const planned = flags.length === 0 ? kills() : kills().slice(2);
      // what is planned, for whoever sees this fail
      const out = `${name.replaceAll(/\W+/g, '-')}-${planned.map(({ level, step }) => `${level}.${step}`).join('-')}`;
      expect({ out, files: await job.killed(out, planned) }).toEqual({ out, files: whole });
    },
    3_600_000,
  );
});
