import { expect, test } from '@jest/globals';
import { clipsOf } from '../../../operators/clips/clips-of.js';
import { dataVideos } from '../../../operators/data/videos.js';
import { settingsOf, testContext } from '../../context.js';
import { fileClip, greyWebp, put, scratchFolder } from '../clips/media-files.js';
import { greyCascade } from './sources.js';

const folder = scratchFolder();

test('whole videos have the bytes of the clips as numbers in [-1, 1]; a picture is repeated', async () => {
  const moving = fileClip(put(folder, 'a.webp', await greyWebp([0, 51, 102, 153, 204, 255, 0, 51, 102], 16, 16)));
  const still = fileClip(put(folder, 'b.webp', await greyWebp([255], 16, 16)), { still: true });
  const given = { cascade: greyCascade(), cache: `${folder}/cache`, start: 'first' as const };
  const stage = await dataVideos.open(settingsOf(dataVideos.with, given), testContext());
  const { video } = await stage.next({ batch: { clips: clipsOf([moving, still]), first: 0, size: 2 } }, 0);
  const values = video.dataSync();
  const frame = (k: number): number => Number(values[k * 256]?.toFixed(4));
  expect(Array.from({ length: 10 }, (_, k) => frame(k))).toEqual([-1, -0.6, -0.2, 0.2, 0.6, 1, -1, -0.6, 1, 1]);
  video.dispose();
  await stage.done?.();
});
