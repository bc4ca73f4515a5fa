import { expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { dataImages } from '../../../operators/data/images.js';
import { namedClips, namesOf } from '../clips/media-files.js';
import { viewOf } from './sources.js';

const isImage = (name: string): boolean => Number(name) % 3 === 0;
const mixed = (length: number, share: number) =>
  viewOf(
    dataImages,
    { share },
    namedClips(length, (index) => index % 3 === 0),
  );

test('every epoch has each video once, in order, and pictures at their share', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 60 }),
      fc.double({ min: 0, max: 0.95, noNaN: true }),
      async (count, share) => {
        const names = namesOf(await mixed(count, share));
        const videos = namesOf(namedClips(count)).filter((name) => !isImage(name));
        expect(names.filter((name) => !isImage(name))).toEqual(videos);
        const images = names.length - videos.length;
        expect(Math.abs(images - names.length * share)).toBeLessThanOrEqual(1);
      },
    ),
  );
});

test('pictures take turns over the epochs', async () => {
  const clips = await mixed(10, 0.25);
  const images = [0, 1, 2, 3].flatMap((epoch) => namesOf(clips, clips.length, epoch).filter(isImage));
  expect(images.slice(0, 6)).toEqual(['0', '3', '6', '9', '0', '3']);
});

test('by default all clips come as they are; without pictures or videos a share is refused', async () => {
  expect(namesOf(await mixed(7, -1))).toEqual(namesOf(namedClips(7)));
  await expect(viewOf(dataImages, { share: 0.5 }, namedClips(4))).rejects.toThrow(/E_DATA_EMPTY[^]*without pictures/);
  await expect(
    viewOf(
      dataImages,
      { share: 0 },
      namedClips(4, () => true),
    ),
  ).rejects.toThrow(/without videos/);
  await expect(viewOf(dataImages, { share: 0.5 }, namedClips(Infinity))).rejects.toThrow(/E_DATA_ORDER/);
});
