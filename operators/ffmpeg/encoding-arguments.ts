import { HpdmError } from '../../dsl/index.js';
import { checkLargest } from './check-largest.js';
import { containerArguments, outputArguments, type Mode } from './container-arguments.js';
import { frameMode, type Ffmpeg } from './ffmpeg.js';
import type { Frame } from './frame.js';
import type { Sound } from './sound.js';
import type { Target } from './target.js';

/** Settings for encoding; `video.write` explains each of them. */
export interface Encoding {
  readonly crf: number;
  readonly preset: string;
  readonly pixelFormat: string;
  readonly scale: number;
  readonly filter: string;
  /** Text that the file keeps; empty for none. */
  readonly comment: string;
  readonly extra: readonly string[];
  readonly mode: Mode;
}

/** How frames are passed to ffmpeg, and their sound. */
export interface Feed {
  /** Frames per second. */
  readonly rate: number;
  /** Whether every frame has its own time, written by `timedBlock`. */
  readonly timed: boolean;
  /** Whether frames are repeated and dropped for a constant rate. */
  readonly evened: boolean;
  /** Whether frames are taken at the speed at which they are shown. */
  readonly paced: boolean;
  readonly sound?: Sound;
}

const isH26x = (codec: string) => /^(lib)?(x|open)?h?26[45]|^hevc/.test(codec);
const isVpx = (codec: string) => codec.startsWith('libvpx');
/** Encoders that take YUV only and write its matrix into their frames; ffmpeg chooses the pixel format. */
const takesYuv = (codec: string) => /^(prores|dnxhd|mpeg2video)/.test(codec);
/** Pixel formats of limited-range YUV, for which hpdm chooses and tags the matrix; ffmpeg decides for the others. */
const isYuv = (pixelFormat: string) => /^(yuv(?!j)|nv12)/.test(pixelFormat);

/** The default pixel format of a codec; '' lets ffmpeg decide. */
function pixelFormatOf({ codec, name, format }: Target, { pixelFormat }: Encoding): string {
  if (pixelFormat !== '' || codec.endsWith('rgb')) return pixelFormat;
  if (codec === 'wrapped_avframe') return 'yuv444p';
  // players take uncompressed AVI for BGR
  if (codec === 'rawvideo' && format === undefined && /\.avi$/i.test(name)) return 'bgr24';
  return isH26x(codec) || /vp[89x]|av1/.test(codec) ? 'yuv420p' : '';
}

/** Number of pixels that share one colour sample, [across, down]. */
const SHARED: Readonly<Record<string, readonly [number, number]>> = {
  yuv420p: [2, 2],
  yuvj420p: [2, 2],
  yuv420p10le: [2, 2],
  nv12: [2, 2],
  yuv422p: [2, 1],
  yuv422p10le: [2, 1],
};

/** Check the scaled size; fails E_LARGE_FRAME, and E_ODD_SIZE when the pixel format cannot halve a side. A filter of the user may change the size, so it turns the check off. */
export function checkSize(frame: Frame, target: Target, encoding: Encoding, place: string): void {
  const pixelFormat = pixelFormatOf(target, encoding);
  const [across, down] = SHARED[pixelFormat] ?? [1, 1];
  const [width, height] = [frame.width * encoding.scale, frame.height * encoding.scale];
  if (encoding.filter === '') checkLargest({ width, height }, target.codec, place);
  if (encoding.filter !== '' || (width % across === 0 && height % down === 0)) return;
  const fit = (side: number, share: number) => (side % share === 0 ? `${side}` : `${side - 1} or ${side + 1}`);
  throw new HpdmError({
    code: 'E_ODD_SIZE',
    path: place,
    expected: `${pixelFormat} needs ${down === 2 ? 'an even width and height' : 'an even width'}: width ${fit(width, across)}, height ${fit(height, down)}`,
    got: `${width}×${height} (width × height)`,
    try: `scale: ${encoding.scale * 2} (gives ${width * 2}×${height * 2}), pixelFormat: yuv444p (fewer players show it), or a .gif or PNG folder`,
  });
}

/** All of ffmpeg's arguments for writing frames from stdin to `target`, made in `folder`. */
export function encodingArguments(
  frame: Frame,
  target: Target,
  encoding: Encoding,
  feed: Feed,
  folder: string,
  ffmpeg: Ffmpeg,
): string[] {
  const { sound } = feed;
  const filters = [
    ...enlarge(encoding.scale),
    ...(encoding.filter === '' ? [] : [encoding.filter]),
    ...convert(target, encoding),
  ];
  return [
    ...['-hide_banner', '-loglevel', 'error', '-y', ...inputArguments(frame, feed)],
    ...(sound === undefined ? [] : [...sound.input, '-map', '0:v:0', '-map', '1:a:0']),
    ...(filters.length === 0 ? [] : ['-vf', filters.join(',')]),
    ...timeArguments(target, feed, ffmpeg),
    ...codecArguments(target, encoding),
    ...(sound?.codec ?? []),
    ...containerArguments(target, encoding.mode, folder),
    ...(encoding.comment === '' ? [] : ['-metadata', `comment=${encoding.comment}`]),
    ...encoding.extra,
    ...outputArguments(target, folder),
  ];
}

function inputArguments({ width, height, channels }: Frame, { rate, timed, paced }: Feed): string[] {
  const pace = paced ? ['-re'] : [];
  if (timed) return [...pace, '-f', 'matroska', '-i', 'pipe:0'];
  const raw = ['-f', 'rawvideo', '-pix_fmt', channels === 3 ? 'rgb24' : 'gray', '-video_size', `${width}x${height}`];
  return [...pace, ...raw, '-framerate', `${rate}`, '-i', 'pipe:0'];
}

/** Ticks per second of variable times: a multiple of 1000 and of the usual rates that fits into the 16 bits of MPEG-4. */
const TICKS = '1:60000';

function timeArguments({ codec }: Target, { rate, timed, evened }: Feed, ffmpeg: Ffmpeg): string[] {
  if (!timed) return [];
  if (evened) return ['-r', `${rate}`, ...frameMode(ffmpeg, 'cfr')];
  return [...frameMode(ffmpeg, 'passthrough'), '-enc_time_base', codec === 'gif' ? '1:100' : TICKS];
}

/** Filters that enlarge to hard pixels and return to RGB, so that colour samples are averaged and not picked. */
const enlarge = (scale: number): string[] =>
  scale === 1 ? [] : [`scale=iw*${scale}:ih*${scale}:flags=neighbor`, 'format=pix_fmts=rgb24|gray'];

function convert(target: Target, encoding: Encoding): string[] {
  // A palette per frame, because one palette for the whole video would keep all frames in memory until the end.
  if (target.codec === 'gif')
    return ['split[frame][copy]', '[copy]palettegen=stats_mode=single[colours]', '[frame][colours]paletteuse=new=1'];
  const pixelFormat = pixelFormatOf(target, encoding);
  const format = pixelFormat === '' ? [] : [`format=${pixelFormat}`];
  if (!hasMatrix(target.codec, pixelFormat)) return format;
  const flags = 'bicubic+accurate_rnd+full_chroma_int+full_chroma_inp';
  return [`scale=out_color_matrix=${matrixOf(target.codec)}:out_range=tv:flags=${flags}`, ...format];
}

/** The matrix of YUV; that of VP8 is fixed, whatever the container says. source RFC 6386, 9.2 */
const matrixOf = (codec: string): string => (/^libvpx$|vp8/.test(codec) ? 'smpte170m' : 'bt709');

/** Whether hpdm chooses the matrix of the output. */
const hasMatrix = (codec: string, pixelFormat: string): boolean =>
  isYuv(pixelFormat) || (pixelFormat === '' && takesYuv(codec));

function codecArguments(target: Target, encoding: Encoding): string[] {
  const { codec } = target;
  const tags = hasMatrix(codec, pixelFormatOf(target, encoding))
    ? ['-color_range', 'tv', '-colorspace', matrixOf(codec), '-color_primaries', 'bt709', '-color_trc', 'bt709']
    : [];
  const crf = ['-crf', `${encoding.crf}`];
  if (isVpx(codec))
    // VP9 takes 0 for no limit; VP8 would take it for its usual 256 kbit/s
    return [
      '-c:v',
      codec,
      ...crf,
      '-b:v',
      codec === 'libvpx' ? '100M' : '0',
      '-deadline',
      'good',
      '-cpu-used',
      '4',
      '-row-mt',
      '1',
      ...tags,
    ];
  if (isH26x(codec) && codec.startsWith('lib')) return ['-c:v', codec, ...crf, '-preset', encoding.preset, ...tags];
  if (codec === 'mjpeg') return ['-c:v', codec, '-q:v', '2'];
  if (/av1/.test(codec)) return ['-c:v', codec, ...crf, ...tags];
  return ['-c:v', codec, ...tags];
}
