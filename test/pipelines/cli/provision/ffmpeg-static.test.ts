import { expect, test } from '@jest/globals';
import { installFfmpegStatic } from '../../../../pipelines/cli/provision/ffmpeg-static.js';
import { silent } from '../../../../pipelines/cli/provision/reporter.js';

test('a host out of reach never fails: what there is is told, and nothing is begun', async () => {
  const steps: string[] = [];
  const env = { PATH: process.env['PATH'], FFMPEG_BINARIES_URL: 'http://127.0.0.1:9/' };
  const works = await installFfmpegStatic(env, { ...silent, step: (text) => steps.push(text) });
  expect(typeof works).toBe('boolean');
  expect(steps).toEqual([]);
});
