/**
 * The contact sheet of a video: `out/digits.png` for `out/digits.mp4`; undefined for numbered images, a folder, or a stream without a name.
 */
export const sheetBeside = (video: string): string | undefined =>
  /[^/]\.\w+$/.test(video) && !/%0?\d*d|\.png$/i.test(video) ? video.replace(/\.\w+$/, '.png') : undefined;
