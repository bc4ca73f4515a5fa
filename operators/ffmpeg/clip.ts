import { paceOf, type Pace } from './pace-of.js';

/** The properties of the first video stream of an input, from ffprobe. */
export interface Clip extends Pace {
  /** Displayed size in pixels, after rotation and with square pixels. */
  readonly width: number;
  readonly height: number;
  /** Length in seconds, if the file states it. */
  readonly seconds?: number;
  /** The transfer function of a high dynamic range, `smpte2084` (PQ) or `arib-std-b67` (HLG); undefined for a normal range. */
  readonly hdr?: string;
  /** Whether the video is interlaced, according to the file. */
  readonly interlaced: boolean;
  /** Whether its pixels can be transparent. */
  readonly alpha: boolean;
  /** Whether the input also has sound. */
  readonly sound: boolean;
  /** Number of frames, if the file states it. */
  readonly frames?: number;
}

interface Stream {
  readonly index?: number;
  readonly codec_type?: string;
  readonly codec_name?: string;
  readonly width?: number;
  readonly height?: number;
  readonly pix_fmt?: string;
  readonly sample_aspect_ratio?: string;
  readonly r_frame_rate?: string;
  readonly avg_frame_rate?: string;
  readonly time_base?: string;
  readonly duration?: string;
  readonly nb_frames?: string;
  readonly color_transfer?: string;
  readonly field_order?: string;
  readonly disposition?: { readonly attached_pic?: number };
  readonly tags?: Readonly<Record<string, string>>;
  readonly side_data_list?: readonly { readonly rotation?: number | string }[];
}

/** The parts of the answer of `ffprobe -show_format -show_streams -show_packets` that are used here. */
export interface Probed {
  readonly format?: { readonly duration?: string; readonly format_name?: string };
  readonly streams?: readonly Stream[];
  readonly packets?: readonly { readonly stream_index?: number; readonly pts_time?: string }[];
}

/** Read the answer of ffprobe; undefined if there is no video stream (sound and cover pictures do not count). */
export function clipOf({ format, streams = [], packets = [] }: Probed): Clip | undefined {
  const stream = streams.find(
    ({ codec_type, disposition }) => codec_type === 'video' && disposition?.attached_pic !== 1,
  );
  if (!stream?.width || !stream.height) return undefined;
  const square = Math.max(1, Math.round(stream.width * (fraction(stream.sample_aspect_ratio) ?? 1)));
  const turned = Math.abs(rotationOf(stream)) % 180 === 90;
  const times = packets.flatMap(({ stream_index, pts_time }) =>
    stream_index === stream.index && pts_time !== undefined ? [Number(pts_time)] : [],
  );
  const [seconds, frames] = [Number(format?.duration ?? stream.duration), Number(stream.nb_frames)];
  const hdr = HDR.find((transfer) => transfer === stream.color_transfer);
  return {
    ...(turned ? { width: stream.height, height: square } : { width: square, height: stream.height }),
    ...paceOf(times, {
      declared: [fraction(stream.avg_frame_rate), fraction(stream.r_frame_rate)],
      tick: fraction(stream.time_base) ?? 0,
    }),
    ...(seconds > 0 ? { seconds } : {}),
    ...(frames > 0 ? { frames } : {}),
    ...(hdr === undefined ? {} : { hdr }),
    interlaced: ['tt', 'bb', 'tb', 'bt'].includes(stream.field_order ?? ''),
    alpha: /^(yuva|rgba|argb|bgra|abgr|gbrap|ya8|ya16|pal8)/.test(stream.pix_fmt ?? ''),
    sound: streams.some(({ codec_type }) => codec_type === 'audio'),
  };
}

const HDR = ['smpte2084', 'arib-std-b67'] as const;

/** The rotation in degrees, which newer versions of ffprobe give beside the stream and older ones in its tags. */
const rotationOf = ({ side_data_list = [], tags = {} }: Stream): number =>
  Number(side_data_list.find(({ rotation }) => rotation !== undefined)?.rotation ?? tags['rotate'] ?? 0);

/** `30000/1001` or `4:3` as a number; undefined for `0/0`, `N/A` and similar. */
function fraction(text = ''): number | undefined {
  const [over, under] = text.split(/[/:]/).map(Number);
  const value = (over ?? 0) / (under ?? 1);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}
