import { basename, dirname, extname, join } from 'node:path';
import { NUMBER } from '../../../operators/ffmpeg/image-pattern.js';

/**
 * The place of the record of a video: `out/fox.json` for `out/fox.mp4`; `out/frames.json` for a folder of images, written `out/frames/` or
 * `out/frames/%05d.png`; `out/fox.json` for `out/fox-%05d.png`.
 *
 * @returns undefined for a stream without a file
 */
export function recordBeside(video: string): string | undefined {
  if (video === '-' || /^\w+:/.test(video)) return undefined;
  const path = video.replace(/\/+$/, '');
  const [folder, name] = [dirname(path), basename(path)];
  if (path !== video || !NUMBER.test(name)) {
    return join(folder, `${path === video ? name.slice(0, name.length - extname(name).length) : name}.json`);
  }
  const shared = name
    .slice(0, name.length - extname(name).length)
    .replace(NUMBER, '')
    .replace(/^[-_. ]+|[-_. ]+$/g, '');
  if (shared !== '') return join(folder, `${shared}.json`);
  return folder === '.' ? 'frames.json' : `${folder}.json`;
}
