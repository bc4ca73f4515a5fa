import { join, parse } from 'node:path';
import { NUMBER } from '../../../operators/ffmpeg/image-pattern.js';

/**
 * The place of the record of a video: `out/fox.json` for `out/fox.mp4`; `out/frames.json` for a folder of images, written `out/frames/` or
 * `out/frames/%05d.png`; `out/fox.json` for `out/fox-%05d.png`.
 *
 * @returns undefined for a stream without a file
 */
export function recordBeside(video: string): string | undefined {
  if (video === '-' || /^\w+:/.test(video)) return undefined;
  const { dir, base, name } = parse(video);
  if (video.endsWith('/')) return join(dir, `${base}.json`);
  if (!NUMBER.test(name)) return join(dir, `${name}.json`);
  const shared = name.replace(NUMBER, '').replace(/^[-_. ]+|[-_. ]+$/g, '');
  if (shared !== '') return join(dir, `${shared}.json`);
  return dir === '' ? 'frames.json' : `${dir}.json`;
}
