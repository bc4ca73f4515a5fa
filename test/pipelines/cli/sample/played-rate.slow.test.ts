import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readCascade } from '../../../../pipelines/api/read-cascade.js';
import { playedRate } from '../../../../pipelines/cli/sample/played-rate.js';
import { greyPng, makeVideo, put } from '../../../operators/clips/media-files.js';
import { run, scratch } from '../command-line.js';

const folder = scratch();
mkdirSync(join(folder, 'clips'));
for (const [i, rate] of [12.5, 12.5, 12.5, 50].entries()) {
  const name = join(folder, 'clips', `${i}.mp4`);
  await makeVideo(name, `testsrc2=s=72x64:r=${rate}:d=${40 / rate}`, ['-pix_fmt', 'yuv420p']);
}
put(folder, 'clips/still.png', await greyPng(90, 72, 64));
put(folder, 'stills/still.png', await greyPng(90, 72, 64));

/** A folder with a training of two steps on clips. */
async function trained(data: string, ...more: string[]): Promise<string> {
  const words = `train --data ${data} --cascade tiny.yaml --batch 8 --steps 2 --preview 2 -q`;
  const out = `${data}-${more.join('')}`;
  expect(await run(folder, [...words.split(' '), '--out', out, ...more])).toMatchObject({ status: 0 });
  return out;
}

/** Frames per second of a video that is sampled. */
async function rateOf(...more: string[]): Promise<number> {
  const { status, stdout } = await run(folder, ['sample', '--count', '1', '--out', 'x.mp4', '--json', ...more]);
  expect(status).toBe(0);
  const { files } = JSON.parse(stdout) as { files: { path: string; facts: { frames: number; seconds: number } }[] };
  const { frames, seconds } = files.find(({ path }) => path === 'x.mp4')?.facts ?? { frames: 0, seconds: 1 };
  return frames / seconds;
}

test('videos are played as fast as most clips of the training, also from exported weights, unless one asks otherwise', async () => {
  const out = await trained('clips');
  expect(await rateOf('--checkpoint', out)).toBeCloseTo(12.5, 1);
  expect(await rateOf('--checkpoint', out, '--fps', '6')).toBeCloseTo(6, 1);
  expect(await run(folder, ['export', out, 'weights.safetensors'])).toMatchObject({ status: 0 });
  expect(await rateOf('--checkpoint', 'weights.safetensors')).toBeCloseTo(12.5, 1);
  // the coarser level has 4 frames for 16
  expect(await rateOf('--checkpoint', out, '--until-level', '0')).toBeCloseTo(12.5 / 4, 1);
  // what was sampled once is sampled again as it was
  expect(await rateOf('--like', 'x.json', '--checkpoint', out)).toBeCloseTo(12.5 / 4, 1);
}, 120_000);

test('the rate of the training is that which was asked for; of stills none is known', async () => {
  expect(await rateOf('--checkpoint', await trained('clips', '--fps', '10'))).toBeCloseTo(10, 1);
  const stills = await trained('stills');
  const tiny = readCascade(join(folder, 'tiny.yaml'));
  expect(playedRate(join(folder, stills), tiny, -1)).toBeUndefined();
  expect(await rateOf('--checkpoint', stills)).toBeCloseTo(8, 1);
}, 120_000);
