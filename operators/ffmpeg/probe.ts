import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HpdmError, cancelled } from '../../dsl/index.js';
import { startFfmpeg } from './ffmpeg.js';

/** What ffmpeg says of the first video stream of an input. */
export interface Clip {
  /** Size as it is shown, in pixels: after rotation and with square pixels. */
  readonly width: number;
  readonly height: number;
  /** Frames per second, where the file says. */
  readonly rate?: number;
  /** Length in seconds, where the file says. */
  readonly seconds?: number;
}

const URL = /^[a-z][a-z\d+.-]+:\/\//i;
/** Numbered images, `dir/%05d.png`. */
const NUMBERED = /%0?\d*d/;

/** How a path is given to ffmpeg: `file:` keeps it from reading a protocol or an option into a name. */
export const inputName = (path: string): string => (URL.test(path) ? path : `file:${path}`);
/** Whether a path is the pattern of numbered images: `frames/%05d.png`. */
export const isNumbered = (path: string): boolean => NUMBERED.test(path) && !URL.test(path);

/**
 * Look at a video without decoding it.
 * fails E_FILE_MISSING, E_IS_FOLDER, E_FILE_EMPTY, E_NOT_VIDEO (not a media file), E_NO_VIDEO (nothing to see in it), E_FFMPEG (it crashed)
 */
export async function probe(path: string, place: string, signal: AbortSignal): Promise<Clip> {
  if (!URL.test(path)) await checkFile(path, place);
  const args = ['-hide_banner', '-nostdin', '-i', inputName(path)];
  const ffmpeg = await startFfmpeg(args, { signal, stderrBytes: 1 << 20 });
  const exit = await ffmpeg.ended;
  if (signal.aborted) throw cancelled();
  // Looking always ends with an exit code of 1, for want of an output; a signal means that it crashed.
  if (exit.signal !== null) throw ffmpeg.failure(exit);
  const clip = parseProbe(ffmpeg.stderr);
  if (clip !== undefined) return clip;
  const said = ffmpeg.stderr.split('\n');
  if (said.some((line) => line.startsWith('Input #0'))) {
    throw wrong(
      'E_NO_VIDEO',
      place,
      'a file with video frames',
      `${path}, which has none`,
      'a longer clip, or another file',
    );
  }
  const got = `${path}; ffmpeg says: ${said.at(-1) ?? 'nothing'}`;
  throw wrong(
    'E_NOT_VIDEO',
    place,
    'a video file',
    got,
    'check that it plays; a name ending in .mp4 does not make a video',
  );
}

/** Read what `ffmpeg -i` prints; nothing when there is no video stream. */
export function parseProbe(said: string): Clip | undefined {
  const streams = said.split(/^ *(?=Stream #0:)/m).slice(1);
  const stream = streams.find((text) => /^Stream [^\n]*: Video: (?![^\n]*\(attached pic\))/.test(text));
  if (stream === undefined) return undefined;
  const line = stream.split('\n')[0] ?? '';
  const size = /, (\d+)x(\d+)/.exec(line);
  if (size === null) return undefined;
  const [, across = 1, down = 1] = (/SAR (\d+):(\d+)/.exec(line) ?? []).map(Number);
  const [width, height] = [Math.max(1, Math.round((Number(size[1]) * (across || 1)) / (down || 1))), Number(size[2])];
  const turned = Math.abs(Number(/rotation of (-?[\d.]+)/.exec(stream)?.[1] ?? 0)) % 180 === 90;
  const rate = /([\d.]+)(k?) fps/.exec(line) ?? /([\d.]+)(k?) tbr/.exec(line);
  const time = /Duration: (\d+):(\d+):([\d.]+)/.exec(said);
  return {
    ...(turned ? { width: height, height: width } : { width, height }),
    ...(rate && { rate: Number(rate[1]) * (rate[2] === 'k' ? 1000 : 1) }),
    ...(time && { seconds: Number(time[1]) * 3600 + Number(time[2]) * 60 + Number(time[3]) }),
  };
}

async function checkFile(path: string, place: string): Promise<void> {
  const numbered = isNumbered(path);
  const there = await stat(numbered ? dirname(path) : path).catch(() => undefined);
  if (there === undefined) {
    throw wrong(
      'E_FILE_MISSING',
      place,
      'a video file that exists',
      `no file at ${path}`,
      `check the path; it is taken from ${process.cwd()}`,
    );
  }
  if (numbered) return;
  if (there.isDirectory()) {
    const pattern = `${path.replace(/\/$/, '')}/%05d.png`;
    throw wrong(
      'E_IS_FOLDER',
      place,
      'a video file',
      `${path}, which is a folder`,
      `a file inside it, or ${pattern} for numbered images`,
    );
  }
  if (there.isFile() && there.size === 0) {
    throw wrong(
      'E_FILE_EMPTY',
      place,
      'a video file',
      `${path}, which is empty (0 bytes)`,
      'make or download the file again',
    );
  }
}

const wrong = (code: string, path: string, expected: string, got: string, advice: string) =>
  new HpdmError({ code, path, expected, got, try: advice });
