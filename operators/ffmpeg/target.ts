import { basename, dirname, extname } from 'node:path';
import { HpdmError } from '../../dsl/index.js';

/** What an output path asks for. */
export interface Target {
  /** One file, a numbered image per frame, a playlist with segments, or a live output that ffmpeg opens itself. */
  readonly kind: 'file' | 'images' | 'playlist' | 'live';
  readonly folder: string;
  /** File name, or the pattern of the images, or the URL. */
  readonly name: string;
  readonly codec: string;
  /** ffmpeg's name of the container, where the file name does not say it. */
  readonly format?: string;
}

const CODECS: Readonly<Record<string, string>> = {
  '.mp4': 'libx264',
  '.m4v': 'libx264',
  '.mov': 'libx264',
  '.mkv': 'libx264',
  '.m3u8': 'libx264',
  '.webm': 'libvpx-vp9',
  '.gif': 'gif',
  '.png': 'png',
};
const PATTERN = /%0?\d*d/;
const URL = /^(pipe:\d*|[a-z][a-z\d+.-]+:\/\/.*)$/i;

/**
 * Read an output path: `x.mp4`, `x.webm`, `x.gif`, `x.m3u8`, `frames/` or `frames/%05d.png`, `pipe:1`, `rtmp://…`.
 * `codec` and `format` override what the path says ('' does not).
 * fails E_OUTPUT_PATH when the path does not say what to write
 */
export function parseTarget(path: string, codec: string, format: string, place: string): Target {
  const chosen = format === '' ? {} : { format };
  if (URL.test(path)) return live(path, codec, format, place);
  if (path.endsWith('/')) return { kind: 'images', folder: path, name: '%05d.png', codec: codec || 'png', ...chosen };
  const [folder, name, extension] = [dirname(path), basename(path), extname(path).toLowerCase()];
  const byExtension = codec || CODECS[extension];
  if (byExtension === undefined)
    throw unknown(path, `${Object.keys(CODECS).join(', ')}, a folder ending in /, or a codec`, place);
  if (PATTERN.test(name)) return { kind: 'images', folder, name, codec: byExtension, ...chosen };
  if (extension === '.png')
    throw unknown(path, 'a folder for PNG frames, one file each', place, `${path.slice(0, -4)}/ or ${folder}/%05d.png`);
  return { kind: extension === '.m3u8' ? 'playlist' : 'file', folder, name, codec: byExtension, ...chosen };
}

/** The names that the images of a pattern have. */
export const numbered = (pattern: string): RegExp => new RegExp(`^${pattern.split(PATTERN).map(escape).join('\\d+')}$`);

/** The segments that belong to a playlist. */
export const segments = (playlist: string): RegExp =>
  new RegExp(`^${escape(basename(playlist, extname(playlist)))}-\\d+\\.ts$`);

const escape = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

function live(url: string, codec: string, format: string, place: string): Target {
  const guess = format || (/^rtmps?:/i.test(url) ? 'flv' : '');
  if (guess === '') {
    throw new HpdmError({
      code: 'E_OUTPUT_PATH',
      path: place,
      expected: 'a format, since this path has no extension to tell it',
      got: url,
      try: 'format: nut (for ffmpeg or ffplay), format: mpegts, or format: mp4',
    });
  }
  return { kind: 'live', folder: '.', name: url, codec: codec || 'libx264', format: guess };
}

const unknown = (
  path: string,
  expected: string,
  place: string,
  advice = `${path.replace(/\.\w*$/, '') || 'video'}.mp4`,
) =>
  new HpdmError({
    code: 'E_OUTPUT_PATH',
    path: place,
    expected,
    got: path === '' ? 'an empty path' : path,
    try: advice,
  });
