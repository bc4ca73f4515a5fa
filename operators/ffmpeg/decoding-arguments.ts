import { frameMode, type Ffmpeg } from './ffmpeg.js';
import { flattened, toneMapped } from './tone-mapped.js';
import type { Clip } from './clip.js';
import type { Input } from './input.js';
import { isPlaylist } from './is-playlist.js';

/** The part of a clip to read; `video.read` explains each setting. */
export interface Decoding {
  readonly fps: number;
  readonly size: readonly number[];
  readonly fit: 'crop' | 'pad' | 'stretch';
  readonly start: number;
  readonly length: number;
  readonly frames: number;
  readonly channels: number;
  readonly filter: string;
  readonly deinterlace: 'auto' | 'off';
  readonly background: string;
}

/** File descriptor to which ffmpeg writes the times of the frames. */
export const TIMES = 3;
/** Ticks per second of the times: a multiple of the usual rates and of 1000. */
const TICKS = ['-enc_time_base', '1:90000'];
/** Times that only increase, since ffmpeg's writer of raw frames refuses two of one time. */
const INCREASING = "settb=1/90000,setpts='if(isnan(PREV_OUTPTS),PTS,max(PTS,PREV_OUTPTS+1))'";

/**
 * All of ffmpeg's arguments for decoding: raw frames go to stdout, and a line with the time of each frame to descriptor 3.
 * Every frame of the input comes once; frames are repeated or dropped for a constant rate only if `fps` is set.
 */
export function decodingArguments(settings: Decoding, input: Input, clip: Clip | undefined, ffmpeg: Ffmpeg): string[] {
  const { frames, channels } = settings;
  const format = channels === 1 ? 'gray' : 'rgb24';
  const filters = [
    ...filtersOf(settings, input, clip),
    `format=${format}`,
    `split[all][times];[all]${INCREASING}[frames]`,
  ].join(',');
  const each = [...frameMode(ffmpeg, 'passthrough'), ...TICKS, ...(frames > 0 ? ['-frames:v', `${frames}`] : [])];
  return [
    // of segments that are missing, it only warns
    ...['-hide_banner', '-nostdin', '-loglevel', isPlaylist(clip) ? 'level+warning' : 'error'],
    // how much of a damaged file is too much is for `damaged` to say
    ...['-max_error_rate', '1'],
    // numbered images have no rate: all of them are read
    ...(input.kind === 'images' && settings.fps > 0 ? ['-framerate', `${settings.fps}`] : []),
    ...opening(settings, input, clip),
    ...['-filter_complex', `[0:V:0]${filters}`],
    // times come first: ffmpeg writes a frame to one output after the other, and the size of the frames stands before their times
    // the packets of this encoder are pointers: their checksums cost nothing
    ...['-map', '[times]', ...each, '-c:v', 'wrapped_avframe'],
    ...['-flush_packets', '1', '-f', 'framecrc', `pipe:${TIMES}`],
    ...['-map', '[frames]', ...each, '-f', 'rawvideo', '-pix_fmt', format, 'pipe:1'],
  ];
}

/** A video to decode, and how. */
export interface VideoPart {
  readonly settings: Decoding;
  readonly input: Input;
  readonly clip: Clip;
}

/** Descriptor of the first file that `rawArguments` writes. */
const FIRST_FILE = 3;

/**
 * Arguments for decoding several videos by one ffmpeg, each to an open file of its own (descriptors 3, 4, …), without the times of the
 * frames. Each is decoded by one thread, because they are decoded beside each other.
 */
export function rawArguments(parts: readonly VideoPart[], ffmpeg: Ffmpeg): string[] {
  const inputs = parts.flatMap(({ settings, input, clip }) => ['-threads', '1', ...opening(settings, input, clip)]);
  const outputs = parts.flatMap(({ settings, input, clip }, i) => {
    const format = settings.channels === 1 ? 'gray' : 'rgb24';
    const filters = [...filtersOf(settings, input, clip), `format=${format}`, INCREASING].join(',');
    return [
      ...['-filter_complex', `[${i}:V:0]${filters}[frames${i}]`, '-map', `[frames${i}]`],
      ...[...frameMode(ffmpeg, 'passthrough'), ...TICKS],
      ...['-f', 'rawvideo', '-pix_fmt', format, `pipe:${FIRST_FILE + i}`],
    ];
  });
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-filter_complex_threads', '1'],
    ...[...inputs, ...outputs],
  ];
}

/** Whether ffmpeg can jump to `start`; otherwise it decodes all frames before it. */
const jumps = (clip: Clip | undefined): boolean => clip?.indexed === true;

/** Arguments that open the input, at `start` if ffmpeg can jump there. */
const opening = ({ start }: Decoding, { args }: Input, clip: Clip | undefined): string[] => [
  ...(start > 0 && jumps(clip) ? ['-ss', `${start}`] : []),
  ...(clip?.decoder === undefined ? [] : ['-c:v', clip.decoder]),
  ...args,
];

/** A filter that keeps the frames from `start` on, for `length` seconds; after a jump, `start` is the time 0. */
function cut({ start, length }: Decoding, clip: Clip | undefined): string[] {
  const first = jumps(clip) ? 0 : start;
  const bounds = [...(first > 0 ? [`start=${first}`] : []), ...(length > 0 ? [`end=${first + length}`] : [])];
  return bounds.length === 0 ? [] : [`trim=${bounds.join(':')}`, ...(first > 0 ? [`setpts=PTS-${first}/TB`] : [])];
}

function filtersOf(settings: Decoding, input: Input, clip: Clip | undefined): string[] {
  const { fps, filter, deinterlace, background } = settings;
  return [
    ...cut(settings, clip),
    // one frame per two fields, so that the number of frames stays the same
    ...(deinterlace === 'auto' && clip?.interlaced === true ? ['bwdif=mode=send_frame:deint=interlaced'] : []),
    ...(clip?.hdr === undefined ? [] : toneMapped(clip.hdr)),
    ...(filter === '' ? [] : [filter]),
    ...(fps > 0 && input.kind !== 'images' ? [`fps=${fps}`] : []),
    ...(clip?.alpha === true ? flattened(background) : []),
    ...fitted(settings),
  ];
}

/** Filters that make square pixels in the displayed size and fit them into `size`. `dar` is the displayed aspect ratio, width to height. */
function fitted({ size, fit }: Decoding): string[] {
  const flags = 'flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp';
  const [height, width] = size;
  if (height === undefined || width === undefined) return [`scale=w='max(1,round(iw*sar))':h=ih:${flags}`];
  if (fit === 'stretch') return [`scale=w=${width}:h=${height}:${flags}`];
  const choose = fit === 'crop' ? 'max' : 'min';
  const [w, h] = [`${choose}(${width},max(1,round(${height}*dar)))`, `${choose}(${height},max(1,round(${width}/dar)))`];
  const rest = fit === 'crop' ? `crop=${width}:${height}` : `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2`;
  return [`scale=w='${w}':h='${h}':${flags}`, rest];
}

/** The expected number of frames; undefined if the file does not tell. */
export function expectedFrames({ fps, start, length, frames }: Decoding, clip: Clip | undefined): number | undefined {
  const { rate, seconds, frames: all } = clip ?? {};
  const whole = start === 0 && length === 0 && fps === 0 ? all : undefined;
  const left = seconds === undefined ? length : Math.min(length || Infinity, Math.max(0, seconds - start));
  const perSecond = fps || rate;
  const byTime = left > 0 && perSecond ? Math.round(left * perSecond) : undefined;
  const expected = whole ?? byTime;
  if (frames === 0) return expected;
  return expected === undefined ? frames : Math.min(frames, expected);
}
