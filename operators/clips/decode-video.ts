import { itemAt, HpdmError } from '../../dsl/index.js';
import { rawArguments } from '../ffmpeg/decoding-arguments.js';
import { ffmpegInUse, startFfmpeg } from '../ffmpeg/ffmpeg.js';
import type { Input } from '../ffmpeg/input.js';
import { hasFilter } from '../ffmpeg/lacks.js';
import { probe } from '../ffmpeg/probe.js';
import type { Clip } from '../values/clips.js';
import { coverSize, type Decoding } from './decoding.js';

/** The form of the frames that ffmpeg writes. */
export interface VideoForm {
  readonly height: number;
  readonly width: number;
  /** Frames per second; undefined if it is not known. */
  readonly rate?: number;
  /** What ffmpeg said of damaged parts, if it read the others. */
  readonly damage?: string;
}

/**
 * Decode a video with an ffmpeg that writes the frames itself to an open file, so that decoding goes on while this process computes.
 *
 * @param file number of the file, which is written from its present position on
 * fails E_NOT_VIDEO, E_NO_VIDEO, E_HDR, E_FFMPEG for a video that cannot be read, E_DISK_FULL, E_CANCELLED
 */
export async function decodeVideo(
  clip: Clip,
  decoding: Decoding,
  file: number,
  signal: AbortSignal,
): Promise<VideoForm> {
  const input = clipInput(clip);
  const { start = 0, end } = clip;
  const found = await probe(input, 'not a video', clip.name, signal);
  if (found === undefined) throw new RangeError('only a live input has no properties');
  const ffmpeg = await ffmpegInUse();
  if (found.hdr !== undefined && !(await hasFilter(ffmpeg, 'zscale'))) {
    throw new HpdmError({ code: 'E_HDR', got: 'high dynamic range, which this ffmpeg cannot map (it has no zscale)' });
  }
  const size = decoding.crop === 'random' ? coverSize(found.width, found.height, decoding) : decoding;
  const settings = {
    ...{
      fps: decoding.fps,
      channels: decoding.channels,
      background: decoding.background,
      start,
      frames: 0,
      filter: '',
    },
    ...{ size: [size.height, size.width], length: end === undefined ? 0 : Math.max(1e-3, end - start) },
    ...{ fit: decoding.crop === 'random' ? ('stretch' as const) : ('crop' as const), deinterlace: 'auto' as const },
  };
  const child = await startFfmpeg(rawArguments(settings, input, found, ffmpeg), { output: file, signal });
  await child.finish();
  const damage = itemAt(child.stderr.split('\n'), 0);
  const rate = decoding.fps || found.rate;
  return {
    ...{ height: size.height, width: size.width },
    ...(rate === undefined ? {} : { rate }),
    ...(damage === '' ? {} : { damage }),
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
