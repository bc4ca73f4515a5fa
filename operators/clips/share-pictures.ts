import type { Clips } from '../values/clips.js';

/**
 * A sequence with each video once, and pictures, in turn, at their share of the whole: of the first i items, ⌊i · share⌋ are pictures.
 *
 * @param share 0 ≤ share < 1
 */
export function sharePictures(videos: Clips, images: Clips, share: number): Clips {
  const before = (index: number): number => Math.floor(index * share);
  let length = Math.floor(videos.length / (1 - share));
  while (length - before(length) < videos.length) length++;
  return {
    length,
    classes: videos.classes,
    at: (index, epoch) => {
      const image = before(index);
      if (before(index + 1) === image) return videos.at(index - image, epoch);
      const drawn = epoch * before(length) + image;
      return images.at(drawn % images.length, Math.floor(drawn / images.length));
    },
  };
}
