import { basename, dirname, extname } from 'node:path';
import { HpdmError } from '../../dsl/index.js';
import { NUMBER } from './image-pattern.js';

/** The meaning of an output path. */
export interface Target {
  /** One file, a numbered image per frame, a playlist with segments, or a live output that ffmpeg opens itself. */
  readonly kind: 'file' | 'images' | 'playlist' | 'live';
  readonly folder: string;
  /** File name, or the pattern of the images, or the URL. */
  readonly name: string;
  readonly codec: string;
  /** ffmpeg's name of the container, if the file name does not decide it. */
  readonly format?: string;
}

const CODECS: Readonly<Record<string, string>> = {
  '.mp4': 'libx264',
  '.m4v': 'libx264',
  '.mov': 'libx264',
  '.mkv': 'libx264',
  '.ts': 'libx264',
  '.flv': 'libx264',
  '.avi': 'libx264',
  '.m3u8': 'libx264',
  '.mpd': 'libx264',
  '.webm': 'libvpx-vp9',
  '.gif': 'gif',
  '.apng': 'apng',
  '.webp': 'libwebp_anim',
  '.y4m': 'wrapped_avframe',
  '.png': 'png',
  '.jpg': 'mjpeg',
  '.jpeg': 'mjpeg',
  '.bmp': 'bmp',
  '.tif': 'tiff',
  '.tiff': 'tiff',
};
/** Usual names of codecs, and the encoders that are meant. */
const ENCODERS: ReadonlyMap<string, string> = new Map([
  ...['h264', 'x264'].map((name) => [name, 'libx264'] as const),
  ...['h265', 'x265', 'hevc'].map((name) => [name, 'libx265'] as const),
  ...([
    ['vp8', 'libvpx'],
    ['vp9', 'libvpx-vp9'],
    ['av1', 'libsvtav1'],
  ] as const),
]);
/** Extensions of pictures; a name with a number pattern means one picture per frame. */
const PICTURES = ['.png', '.jpg', '.jpeg', '.bmp', '.tif', '.tiff'];
/** Whether a name is that of a picture. */
export const isPicture = (name: string): boolean => PICTURES.includes(extname(name).toLowerCase());
const URL = /^(pipe:\d*|[a-z][a-z\d+.-]+:\/\/.*)$/i;

/**
 * Read an output path: `x.mp4`, `x.webm`, `x.gif`, `x.m3u8`, `frames/` or `frames/%05d.png`, `pipe:1` or `-`, `rtmp://…`.
 * The codec and the format override the path unless they are ''.
 * fails E_OUTPUT_PATH when the path does not decide what to write
 */
export function parseTarget(path: string, named: string, format: string, place: string): Target {
  const codec = ENCODERS.get(named) ?? named;
  const chosen = format === '' ? {} : { format };
  if (path === '-' || URL.test(path)) return live(path, codec, format, place);
  if (path.endsWith('/')) return { kind: 'images', folder: path, name: '%05d.png', codec: codec || 'png', ...chosen };
  const [folder, name, extension] = [dirname(path), basename(path), extname(path).toLowerCase()];
  const byExtension = codec || CODECS[extension];
  if (byExtension === undefined)
    throw unknown(path, `${Object.keys(CODECS).join(', ')}, a folder ending in /, or a codec`, place);
  if (name.split(NUMBER).length > 2) throw unknown(path, 'a name with one number', place);
  if (NUMBER.test(name) && (isPicture(name) || format === 'image2'))
    return { kind: 'images', folder, name, codec: byExtension, ...chosen };
  if (NUMBER.test(name))
    throw unknown(path, `a name without ${NUMBER.exec(name)?.[0] ?? ''}: only images are numbered`, place);
  if (isPicture(name)) {
    const advice = `${path.slice(0, -extension.length)}/ or ${folder}/%05d${extension}`;
    throw unknown(path, 'a folder for the frames, one picture each', place, advice);
  }
  const kind = extension === '.m3u8' || extension === '.mpd' ? 'playlist' : 'file';
  return { kind, folder, name, codec: byExtension, ...chosen };
}

/** A test for the names that a pattern gives to images, each with its `number`, and for patterns of such names: `007.png` of `%03d.png`, not `7.png`. */
export function numbered(pattern: string): RegExp {
  const digits = Number(/%0?(\d*)d/.exec(pattern)?.[1]) || 1;
  const printed = `(?<number>\\d{${digits}}|[1-9]\\d{${digits},})`;
  return new RegExp(`^${pattern.split(NUMBER).map(escape).join(`(?:${printed}|%(?:0\\d+)?d)`)}$`);
}

/**
 * The beginning of the names of a playlist's segments. The playlist gives them as addresses, where `:`, `#`, `%` and others would have a
 * meaning of their own: `a#1.m3u8` has `a~23~1-00000.ts`.
 */
export const segmentStem = (playlist: string): string =>
  basename(playlist, extname(playlist)).replaceAll(
    /[^\p{L}\p{N}._-]/gu,
    (character) => `~${character.codePointAt(0)?.toString(16) ?? ''}~`,
  );

/** A test for the names that ffmpeg gives to the segments of a playlist. */
export const segments = (playlist: string): RegExp =>
  new RegExp(`^${escape(segmentStem(playlist))}-(?:\\d{5,7}\\.(?:ts|m4s)|init(?:_\\w+)?\\.m4s|\\d+_\\d{5,7}\\.m4s)$`);

const escape = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** The containers of streaming protocols. */
const BY_PROTOCOL: readonly (readonly [RegExp, string])[] = [
  [/^rtmps?:/i, 'flv'],
  [/^(srt|udp|tcp):/i, 'mpegts'],
  [/^rtp:/i, 'rtp_mpegts'],
  [/^rtsp:/i, 'rtsp'],
];

function live(path: string, codec: string, format: string, place: string): Target {
  const url = path === '-' ? 'pipe:1' : path;
  const guess = format || BY_PROTOCOL.find(([protocol]) => protocol.test(url))?.[1];
  if (guess === undefined) {
    throw new HpdmError({
      code: 'E_OUTPUT_PATH',
      path: place,
      expected: 'a format, since this path has no extension to tell it',
      got: path,
      try: 'format: nut (for ffmpeg or ffplay), format: mpegts, or format: mp4',
    });
  }
  return { kind: 'live', folder: '.', name: url, codec: codec || 'libx264', format: guess };
}

const unknown = (path: string, expected: string, place: string, advice = nameFor(path)) =>
  new HpdmError({
    code: 'E_OUTPUT_PATH',
    path: place,
    expected,
    got: path === '' ? 'an empty path' : path,
    try: advice,
  });

/** The path with the ending .mp4, as advice, because most users want that. */
function nameFor(path: string): string {
  const stem = path.replace(/\.\w*$/, '').replace(NUMBER, '');
  return `${stem.endsWith('/') || stem === '' ? `${stem}video` : stem}.mp4`;
}
