import { recordBeside } from './sample/record-beside.js';

/**
 * The contact sheet of a video: `out/digits.png` for `out/digits.mp4`, `out/frames.png` for a folder of images; undefined for one picture, which has
 * that name itself, or a stream without a name.
 */
export function sheetBeside(video: string): string | undefined {
  const sheet = recordBeside(video)?.replace(/json$/, 'png');
  return sheet === video ? undefined : sheet;
}
