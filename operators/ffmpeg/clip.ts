import { paceOf, type Pace } from './pace-of.js';
import type { Probed, Stream } from './probed.js';
import { statedSeconds } from './stated-seconds.js';

/** The properties of the first video stream of an input, from ffprobe. */
export interface Clip extends Pace {
  /** ffmpeg's names of its format. */
  readonly format: string;
  /** Displayed size in pixels, after rotation and with square pixels. */
  readonly width: number;
  readonly height: number;
  /** Length in seconds, if the file states it. */
  readonly seconds?: number;
  /** Length of the video in seconds that its header states, if it does. */
  readonly stated?: number;
  /** The transfer function of a high dynamic range, `smpte2084` (PQ) or `arib-std-b67` (HLG); undefined for a normal range. */
  readonly hdr?: string;
  /** Whether the video is interlaced, according to the file. */
  readonly interlaced: boolean;
  /** Whether its pixels can be transparent. */
  readonly alpha: boolean;
  /** The decoder that it needs instead of ffmpeg's usual one, which would drop its transparency. */
  readonly decoder?: string;
  /** Whether its format tells where frames that can be decoded alone are, and when they are shown; otherwise a jump is not exact. */
  readonly indexed: boolean;
  /** Whether the input also has sound. */
  readonly sound: boolean;
  /** Number of frames, if the file states it. */
  readonly frames?: number;
}

/** Number of packets to ask ffprobe for, whose times decide the rate. */
export const PACKETS = 250;
/** Most frames of H.264 and H.265 that are stored before one that is shown earlier. */
const REORDERED = 16;

/** Read the answer of ffprobe; undefined if there is no video stream (sound and cover pictures do not count). */
export function clipOf({ format, streams = [], packets = [] }: Probed): Clip | undefined {
  const stream = streams.find(
    ({ codec_type, disposition }) => codec_type === 'video' && disposition?.attached_pic !== 1,
  );
  if (!stream?.width || !stream.height) return undefined;
  const square = Math.max(1, Math.round(stream.width * (fraction(stream.sample_aspect_ratio) ?? 1)));
  const turned = Math.abs(rotationOf(stream)) % 180 === 90;
  const own = packets.filter(({ stream_index }) => stream_index === stream.index);
  const known = own.flatMap(({ pts_time }) => (pts_time === undefined ? [] : [Number(pts_time)]));
  // some formats give a time to some frames only, which tells nothing of the distances
  const times = known.length < own.length ? [] : packets.length < PACKETS ? known : settled(known);
  const [seconds, frames] = [Number(format?.duration ?? stream.duration), Number(stream.nb_frames)];
  const hdr = HDR.find((transfer) => transfer === stream.color_transfer);
  const declared = [fraction(stream.avg_frame_rate), fraction(stream.r_frame_rate)];
  const pace = paceOf(times, { declared, tick: fraction(stream.time_base) ?? 0 });
  const [decoder, stated] = [decoderOf(stream), statedSeconds(stream, format, pace.rate)];
  const named = format?.format_name ?? '';
  return {
    format: named,
    ...(turned ? { width: stream.height, height: square } : { width: square, height: stream.height }),
    ...pace,
    ...(stated === undefined ? {} : { stated }),
    ...(seconds > 0 ? { seconds } : {}),
    ...(frames > 0 ? { frames } : {}),
    ...(hdr === undefined ? {} : { hdr }),
    interlaced: ['tt', 'bb', 'tb', 'bt'].includes(stream.field_order ?? ''),
    alpha: decoder !== undefined || /^(yuva|rgba|argb|bgra|abgr|gbrap|ya8|ya16|pal8)/.test(stream.pix_fmt ?? ''),
    ...(decoder === undefined ? {} : { decoder }),
    indexed: !UNINDEXED.test(named),
    sound: streams.some(({ codec_type }) => codec_type === 'audio'),
  };
}

/** AVI, broadcasts, program streams, and videos without a container, by ffmpeg's names of formats. */
const UNINDEXED = /^(avi|mpegts|mpeg|mpegvideo|m4v|h26[134]|hevc|vvc|obu|mjpeg|vc1|cavsvideo|dirac)$/;
const HDR = ['smpte2084', 'arib-std-b67'] as const;

/** The times before which no frame is missing that is stored later. */
function settled(times: readonly number[]): readonly number[] {
  const bound = times.toSorted((a, b) => b - a)[REORDERED - 1] ?? Infinity;
  return times.filter((time) => time < bound);
}

/** In WebM, transparency is a second picture beside the frame, which only these decoders read. */
function decoderOf({ codec_name = '', tags = {} }: Stream): string | undefined {
  const both = Object.entries(tags).some(([name, value]) => name.toLowerCase() === 'alpha_mode' && value === '1');
  return both ? { vp8: 'libvpx', vp9: 'libvpx-vp9' }[codec_name] : undefined;
}

/** The rotation in degrees, which newer versions of ffprobe give beside the stream and older ones in its tags. */
const rotationOf = ({ side_data_list = [], tags = {} }: Stream): number =>
  Number(side_data_list.find(({ rotation }) => rotation !== undefined)?.rotation ?? tags['rotate'] ?? 0);

/** `30000/1001` or `4:3` as a number; undefined for `0/0`, `N/A` and similar. */
function fraction(text = ''): number | undefined {
  const [over, under] = text.split(/[/:]/).map(Number);
  const value = (over ?? 0) / (under ?? 1);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}
