import { HpdmError } from '../../dsl/index.js';
import type { VideoPart } from '../ffmpeg/decoding-arguments.js';
import { ffmpegInUse } from '../ffmpeg/ffmpeg.js';
import type { Input } from '../ffmpeg/input.js';
import { hasFilter } from '../ffmpeg/lacks.js';
import { probe } from '../ffmpeg/probe.js';
import type { Clip } from '../values/clips.js';
import { coverSize, type Decoding } from './decoding.js';

/** What is known of a video before it is decoded. */
export interface ExaminedVideo {
  /** What ffmpeg has to read, and what it makes of it. */
  readonly part: VideoPart;
  /** Size of the decoded frames. */
  readonly height: number;
  readonly width: number;
  /** Decoded frames per second; undefined if it is not known. */
  readonly rate?: number;
  /** Pixels of a frame of the file. */
  readonly pixels: number;
}

/**
 * Examine a video, and decide how it is decoded.
 *
 * fails E_NOT_VIDEO, E_NO_VIDEO, E_HDR, E_FFMPEG for a video that cannot be read, E_CANCELLED
 */
export async function examineVideo(clip: Clip, decoding: Decoding, signal: AbortSignal): Promise<ExaminedVideo> {
  const input = clipInput(clip);
  const { start = 0, end } = clip;
  const found = await probe(input, 'not a video', clip.name, signal);
  if (found === undefined) throw new RangeError('only a live input has no properties');
  if (found.hdr !== undefined && !(await hasFilter(await ffmpegInUse(), 'zscale'))) {
    throw new HpdmError({ code: 'E_HDR', got: 'high dynamic range, which this ffmpeg cannot map (it has no zscale)' });
  }
  const { fps, channels, background } = decoding;
  const { height, width } = decoding.crop === 'random' ? coverSize(found.width, found.height, decoding) : decoding;
  const settings = {
    ...{ fps, channels, background, start, frames: 0, filter: '', size: [height, width] },
    ...{ length: end === undefined ? 0 : Math.max(1e-3, end - start) },
    ...{ fit: decoding.crop === 'random' ? ('stretch' as const) : ('crop' as const), deinterlace: 'auto' as const },
  };
  const rate = fps || found.rate;
  return {
    part: { settings, input, clip: found },
    ...{ height, width, pixels: found.width * found.height },
    ...(rate === undefined ? {} : { rate }),
  };
}

/** The clip as an input of ffmpeg, which reads a part of a file through its protocol `subfile`. */
export function clipInput({ source }: Clip): Input {
  const url =
    source.kind === 'part'
      ? `subfile,,start,${source.start},end,${source.end},,:${source.path}`
      : `file:${source.path}`;
  return { kind: 'file', args: ['-i', url], stdin: false };
}
