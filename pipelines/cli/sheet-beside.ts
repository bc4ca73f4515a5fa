import { NUMBER } from '../../operators/ffmpeg/image-pattern.js';

/**
 * The contact sheet of a video: `out/digits.png` for `out/digits.mp4`; undefined for numbered images, a folder, or a stream without a name.
 */
export const sheetBeside = (video: string): string | undefined =>
  /[^/]\.\w+$/.test(video) && !NUMBER.test(video) && !/\.png$/i.test(video)
    ? video.replace(/\.\w+$/, '.png')
    : undefined;
