import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { clipsOf } from '../../../../operators/clips/clips-of.js';
import { spread, survey } from '../../../../pipelines/cli/data/survey.js';
import { smallCascade } from '../../../cascade.js';
import { fileClip, greyPng, greyWebp, put, scratchFolder } from '../../../operators/clips/media-files.js';

const folder = scratchFolder();
const animation = (count: number) => greyWebp([...Array(count).keys()], 8, 6, 100);

test('what a data set holds, and what it takes', async () => {
  const clips = clipsOf(
    [
      fileClip(put(folder, 'a.webp', await animation(20)), { name: 'a', captions: ['x', 'y'], label: 0 }),
      fileClip(put(folder, 'b.webp', await animation(4)), { name: 'b', captions: ['x'], label: 1 }),
      fileClip(put(folder, 'c.png', await greyPng(1, 16, 6)), { name: 'c', still: true, label: 1 }),
      fileClip(put(folder, 'd.webp', 'noise'), { name: 'd' }),
    ],
    ['one', 'two'],
  );
  const cascade = smallCascade({ channels: 1 }); // 8 × 16 × 16
  const options = { cascade, fps: 0, most: 100, signal: new AbortController().signal };
  const found = await survey({ clips, form: 'folder' }, options);
  expect(found).toMatchObject({
    ...{ form: 'folder', clips: 4, opened: 4, moving: 2, pictures: 1, ofOneFrame: 0 },
    unreadable: [{ name: 'd' }],
    sizes: [
      { width: 8, height: 6, clips: 2 },
      { width: 16, height: 6, clips: 1 },
    ],
    ...{ frames: [4, 20], rates: [10, 10] },
    classes: [
      { name: 'one', clips: 1 },
      { name: 'two', clips: 2 },
    ],
    captions: { clips: 2, distinct: 2, examples: ['x', 'y'] },
    forCascade: { cacheBytes: 25 * 256 + 3 * 512, tooShort: ['b'] },
  });
  // at half the rate, half the frames
  expect((await survey({ clips, form: 'folder' }, { ...options, fps: 5 })).forCascade.cacheBytes).toBe(
    13 * 256 + 3 * 512,
  );
});

test('a video of one frame does not move, and what cannot be read is neither', async () => {
  const clips = clipsOf([
    fileClip(
      put(
        folder,
        'one.gif',
        await sharp(await greyPng(1))
          .gif()
          .toBuffer(),
      ),
      { name: 'one' },
    ),
    fileClip(put(folder, 'broken.png', 'noise'), { name: 'broken', still: true }),
  ]);
  const options = { cascade: smallCascade({ channels: 1 }), fps: 0, most: 9, signal: new AbortController().signal };
  expect(await survey({ clips, form: 'folder' }, options)).toMatchObject({
    ...{ clips: 2, moving: 0, pictures: 0, ofOneFrame: 1 },
    unreadable: [{ name: 'broken' }],
    forCascade: { tooShort: [] },
  });
});

test('of many clips some are opened, spread evenly', async () => {
  expect(spread([...Array(10).keys()], 3)).toHaveLength(3);
  expect(spread([1, 2], 3)).toEqual([1, 2]);
  const path = put(folder, 'a.webp', await animation(2));
  const clips = clipsOf(Array.from({ length: 9 }, (_, i) => fileClip(path, { name: `${i}` })));
  const options = { cascade: smallCascade({ channels: 1 }), fps: 0, most: 3, signal: new AbortController().signal };
  const found = await survey({ clips, form: 'folder' }, options);
  expect([found.clips, found.opened, found.forCascade.cacheBytes]).toEqual([9, 3, 9 * (512 + 2 * 256)]);
});
