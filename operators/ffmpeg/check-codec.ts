import { extname } from 'node:path';
import { HpdmError, suggestion } from '../../dsl/index.js';
import type { Ffmpeg } from './ffmpeg.js';
import { encodersOf } from './lacks.js';
import type { Target } from './target.js';

/** A container that does not take every codec: ffmpeg refuses some, and writes others that nothing reads from it again. */
interface Container {
  readonly called: RegExp;
  readonly takes: (codec: string) => boolean;
  readonly instead: string;
}

const CONTAINERS: readonly Container[] = [
  {
    called: /^(m?ts|m2ts|mpegts|rtp_mpegts)$/,
    takes: (codec) => /264|265|hevc|vvc|mpeg[124]|xvid|xavs|vc2/.test(codec),
    instead: 'libx264',
  },
  { called: /^avi$/, takes: (codec) => !/265|hevc|vvc|webp|^a?gif$|apng/.test(codec), instead: 'libx264' },
  {
    called: /^(mp4|m4v)$/,
    takes: (codec) => !/^libvpx$|vp8|gif|apng|webp|raw|wrapped|ffv1|flv/.test(codec),
    instead: 'libx264',
  },
  { called: /^mov$/, takes: (codec) => !/vpx|vp[89]|av1|apng|webp|wrapped/.test(codec), instead: 'libx264' },
  { called: /^webm$/, takes: (codec) => /vpx|vp[89]|av1/.test(codec), instead: 'libvpx-vp9' },
  { called: /^flv$/, takes: (codec) => /264|265|hevc|vpx-vp9|vp[69]|av1|flv|flash/.test(codec), instead: 'libx264' },
  { called: /^gif$/, takes: (codec) => codec === 'gif', instead: 'gif' },
  { called: /^apng$/, takes: (codec) => codec === 'apng', instead: 'apng' },
  { called: /^webp$/, takes: (codec) => codec.includes('webp'), instead: 'libwebp_anim' },
  {
    called: /^(y4m|yuv4mpegpipe)$/,
    takes: (codec) => /^(wrapped_avframe|rawvideo)$/.test(codec),
    instead: 'wrapped_avframe',
  },
  { called: /^png$/, takes: (codec) => codec === 'png', instead: 'png' },
  { called: /^jpe?g$/, takes: (codec) => codec === 'mjpeg', instead: 'mjpeg' },
  { called: /^bmp$/, takes: (codec) => codec === 'bmp', instead: 'bmp' },
  { called: /^tiff?$/, takes: (codec) => codec === 'tiff', instead: 'tiff' },
];

/**
 * Refuse an output that could not be written, or not be read again.
 * fails E_CODEC when the container does not take what the encoder makes
 */
export function checkCodec({ name, codec, format }: Target, place: string): void {
  const extension = extname(name).slice(1).toLowerCase();
  const by = format === undefined || format === 'image2' ? extension : format;
  const container = CONTAINERS.find((one) => one.called.test(by));
  const takes = codec !== 'copy' && (container?.takes(codec) ?? true);
  if (takes) return;
  const expected =
    codec === 'copy' ? 'an encoder, since frames are not encoded before' : `an encoder whose video goes into ${by}`;
  const instead = container?.instead ?? 'libx264';
  throw new HpdmError({ code: 'E_CODEC', path: place, expected, got: codec, try: `codec: ${instead}` });
}

/** Encoders that users usually mean. */
const USUAL = [
  ...[
    'libx264',
    'libx265',
    'libvpx',
    'libvpx-vp9',
    'libsvtav1',
    'libaom-av1',
    'mpeg4',
    'mpeg2video',
    'prores_ks',
    'dnxhd',
  ],
  ...['ffv1', 'mjpeg', 'png', 'gif', 'rawvideo', 'h264_nvenc', 'hevc_nvenc', 'h264_videotoolbox', 'hevc_videotoolbox'],
];

/** Refuse an encoder that an ffmpeg does not have. fails E_CODEC */
export async function checkEncoder({ codec }: Target, ffmpeg: Ffmpeg, place: string): Promise<void> {
  const known = await encodersOf(ffmpeg);
  if (known.has(codec)) return;
  throw new HpdmError({
    code: 'E_CODEC',
    path: place,
    expected: `an encoder of ffmpeg ${ffmpeg.version} (${ffmpeg.source})`,
    got: codec,
    try: `${suggestion(
      codec,
      USUAL.filter((name) => known.has(name)),
    )}; ffmpeg -encoders lists all`,
  });
}
