import { join } from 'node:path';
import { HpdmError } from '../../dsl/index.js';
import type { Frames } from '../values/frames.js';
import type { Target } from './target.js';

/** How frames are encoded; see `video.write` for what each means. */
export interface Encoding {
  readonly fps: number;
  readonly crf: number;
  readonly preset: string;
  readonly pixelFormat: string;
  readonly scale: number;
  readonly extra: readonly string[];
}

/** The shape of one frame. */
export type Frame = Pick<Frames, 'width' | 'height' | 'channels'>;

const isH26x = (codec: string) => /^(lib)?(x|open)?h?26[45]/.test(codec);
const isVpx = (codec: string) => codec.startsWith('libvpx');
/** Limited-range YUV, whose matrix we choose and tag; the others are left to ffmpeg. */
const isYuv = (pixelFormat: string) => /^(yuv(?!j)|nv12)/.test(pixelFormat);

/** The pixel format a codec gets unless told otherwise; '' leaves it to ffmpeg. */
const pixelFormatOf = ({ codec }: Target, { pixelFormat }: Encoding) =>
  pixelFormat === '' && (isH26x(codec) || isVpx(codec)) && !codec.endsWith('rgb') ? 'yuv420p' : pixelFormat;

/** Pixels that share one colour sample, [across, down]. */
const SHARED: Readonly<Record<string, readonly [number, number]>> = {
  yuv420p: [2, 2],
  yuvj420p: [2, 2],
  yuv420p10le: [2, 2],
  nv12: [2, 2],
  yuv422p: [2, 1],
  yuv422p10le: [2, 1],
};

/** fails E_ODD_SIZE when the frame, scaled, has a side that the pixel format cannot halve. */
export function checkSize(frame: Frame, target: Target, encoding: Encoding, place: string): void {
  const pixelFormat = pixelFormatOf(target, encoding);
  const [across, down] = SHARED[pixelFormat] ?? [1, 1];
  const [width, height] = [frame.width * encoding.scale, frame.height * encoding.scale];
  if (width % across === 0 && height % down === 0) return;
  const fit = (side: number, share: number) => (side % share === 0 ? `${side}` : `${side - 1} or ${side + 1}`);
  throw new HpdmError({
    code: 'E_ODD_SIZE',
    path: place,
    expected: `${pixelFormat} needs ${down === 2 ? 'an even width and height' : 'an even width'}: width ${fit(width, across)}, height ${fit(height, down)}`,
    got: `${width}×${height} (width × height)`,
    try: `scale: ${encoding.scale * 2} (gives ${width * 2}×${height * 2}), pixelFormat: yuv444p (fewer players show it), or a .gif or PNG folder`,
  });
}

/** All of ffmpeg's arguments for writing raw frames from stdin to `target`, made in the folder `temporary`. */
export function encodingArguments(frame: Frame, target: Target, encoding: Encoding, temporary: string): string[] {
  const { width, height, channels } = frame;
  const raw = ['-f', 'rawvideo', '-pix_fmt', channels === 3 ? 'rgb24' : 'gray', '-video_size', `${width}x${height}`];
  const input = [...raw, '-framerate', `${encoding.fps}`, '-i', 'pipe:0'];
  const filters = [...enlarge(encoding.scale), ...convert(target, encoding)];
  return [
    ...['-hide_banner', '-loglevel', 'error', '-y', ...input],
    ...(filters.length === 0 ? [] : ['-vf', filters.join(',')]),
    ...codecArguments(target, encoding),
    ...containerArguments(target, temporary),
    ...encoding.extra,
    ...outputArguments(target, temporary),
  ];
}

/** Whole pixels, and then RGB again, so that colour samples are averaged rather than picked. */
const enlarge = (scale: number): string[] =>
  scale === 1 ? [] : [`scale=iw*${scale}:ih*${scale}:flags=neighbor`, 'format=pix_fmts=rgb24|gray'];

function convert(target: Target, encoding: Encoding): string[] {
  // A palette per frame: one for the whole video would hold every frame in memory until the last.
  if (target.codec === 'gif')
    return ['split[frame][copy]', '[copy]palettegen=stats_mode=single[colours]', '[frame][colours]paletteuse=new=1'];
  const pixelFormat = pixelFormatOf(target, encoding);
  if (!isYuv(pixelFormat)) return pixelFormat === '' ? [] : [`format=${pixelFormat}`];
  const flags = 'bicubic+accurate_rnd+full_chroma_int+full_chroma_inp';
  return [`scale=out_color_matrix=bt709:out_range=tv:flags=${flags}`, `format=${pixelFormat}`];
}

function codecArguments(target: Target, encoding: Encoding): string[] {
  const { codec } = target;
  const tags = isYuv(pixelFormatOf(target, encoding))
    ? ['-color_range', 'tv', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709']
    : [];
  const crf = ['-crf', `${encoding.crf}`];
  if (isVpx(codec))
    return ['-c:v', codec, ...crf, '-b:v', '0', '-deadline', 'good', '-cpu-used', '4', '-row-mt', '1', ...tags];
  if (isH26x(codec) && codec.startsWith('lib')) return ['-c:v', codec, ...crf, '-preset', encoding.preset, ...tags];
  return ['-c:v', codec, ...tags];
}

function containerArguments({ kind, name, format }: Target, temporary: string): string[] {
  if (kind === 'images') return ['-f', format ?? 'image2'];
  if (kind === 'playlist') {
    const segment = pattern(temporary, name.replace(/\.m3u8$/i, '-%05d.ts'));
    return [
      '-f',
      'hls',
      '-hls_time',
      '2',
      '-hls_list_size',
      '0',
      '-hls_playlist_type',
      'vod',
      '-hls_segment_filename',
      segment,
    ];
  }
  const named = format === undefined ? [] : ['-f', format];
  if (kind === 'live') return format === 'mp4' ? [...named, '-movflags', 'frag_keyframe+empty_moov'] : named;
  return /\.(mp4|m4v|mov)$/i.test(name) ? [...named, '-movflags', '+faststart'] : named;
}

function outputArguments({ kind, name }: Target, temporary: string): string[] {
  if (kind === 'live') return [name];
  return [kind === 'images' ? pattern(temporary, name) : join(temporary, name)];
}

/** A numbered name in a folder whose own percent signs are not numbers. */
const pattern = (folder: string, name: string) => join(folder.replaceAll('%', '%%'), name);
