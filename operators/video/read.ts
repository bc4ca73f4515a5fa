import {
  HpdmError,
  cancelled,
  choice,
  int,
  ints,
  number,
  path,
  refusals,
  source,
  type Context,
  type Settings,
} from '../../dsl/index.js';
import { frames, type Frames } from '../ports.js';
import { decodingArguments, expectedFrames } from './decoding.js';
import type { FfmpegProcess } from './ffmpeg-process.js';
import { startFfmpeg } from './ffmpeg.js';
import { probe, type Clip } from './probe.js';

const parameters = {
  path: path('any file ffmpeg reads, numbered images (dir/%05d.png), or a URL'),
  fps: number('frame rate; 0: that of the file', { default: 0, min: 0, max: 1000, unit: 'frames per second' }),
  size: ints('[height, width] in pixels; []: that of the file', { default: [] }),
  fit: choice(['crop', 'pad', 'stretch'], 'how another aspect ratio is made to fit `size`', { default: 'crop' }),
  start: number('where to begin', { default: 0, min: 0, unit: 'seconds' }),
  length: number('how long to read; 0: to the end', { default: 0, min: 0, unit: 'seconds' }),
  frames: int('read at most this many frames; 0: all', { default: 0, min: 0 }),
  chunk: int('frames per item', { default: 16, min: 1, max: 1024 }),
  channels: int('3: RGB, 1: grey', { default: 3, min: 1, max: 3 }),
};
type Reading = Settings<typeof parameters>;

/**
 * Read a video as a stream of frames. ffmpeg decodes no further ahead than its pipe is read, so memory does not grow with
 * the length of the video.
 *
 * out  frames  rgb24 or gray8, `chunk` frames per item (the last may have fewer), at a constant rate, upright, square pixels
 * fails E_FILE_MISSING, E_IS_FOLDER, E_FILE_EMPTY, E_NOT_VIDEO, E_NO_VIDEO, E_SIZE, E_CHANNELS before the first frame;
 *       E_NO_FRAMES when `start` lies behind the end; E_FFMPEG with the end of its stderr
 */
export const videoRead = source({
  id: 'video.read',
  summary: 'Read frames of a video file as a stream',
  emits: 'many',
  in: {},
  out: { frames: frames() },
  with: parameters,
  dimensions: ({ size: [H, W], channels }) => ({ ...(H && W ? { H, W } : {}), C: channels }),
  check: (settings) => refusals(() => checkSettings(settings, 'with')),
  async *run(_inputs, settings, context) {
    const place = `nodes.${context.node}.with`;
    checkSettings(settings, place);
    const clip = await probe(settings.path, `${place}.path`, context.signal);
    const [height, width] = [settings.size[0] ?? clip.height, settings.size[1] ?? clip.width];
    const args = decodingArguments(settings, clip, width, height);
    const ffmpeg = await startFfmpeg(args, { output: 'pipe', signal: context.signal });
    const total = expectedFrames(settings, clip);
    let count = 0;
    try {
      for await (const item of items(ffmpeg, width, height, settings.channels === 1 ? 1 : 3, settings.chunk)) {
        count += item.count;
        context.progress(count, total);
        yield { frames: item };
      }
      await end(ffmpeg, count, settings, clip, context);
    } catch (error) {
      throw context.signal.aborted ? cancelled() : error;
    } finally {
      await ffmpeg.stop();
    }
  },
});

function checkSettings({ size, channels }: Reading, place: string): void {
  if (size.length !== 0 && (size.length !== 2 || size.some((side) => side < 1 || side > 16384))) {
    const [expected, got] = ['[height, width], each 1 to 16384, or [] for that of the file', JSON.stringify(size)];
    throw new HpdmError({ code: 'E_SIZE', path: `${place}.size`, expected, got, try: 'size: [64, 64]' });
  }
  if (channels === 2) {
    const fault = { code: 'E_CHANNELS', path: `${place}.channels`, expected: '1 (grey) or 3 (RGB)', got: '2' };
    throw new HpdmError({ ...fault, try: 'channels: 3' });
  }
}

/** Cut ffmpeg's output into items of whole frames. */
async function* items(
  ffmpeg: FfmpegProcess,
  width: number,
  height: number,
  channels: 1 | 3,
  chunk: number,
): AsyncGenerator<Frames> {
  const frameBytes = width * height * channels;
  const item = (data: Uint8Array): Frames => ({ width, height, channels, count: data.length / frameBytes, data });
  let [data, filled] = [new Uint8Array(frameBytes * chunk), 0];
  for await (const bytes of ffmpeg.stdout as AsyncIterable<Uint8Array>) {
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + data.length - filled);
      data.set(part, filled);
      [at, filled] = [at + part.length, filled + part.length];
      if (filled < data.length) continue;
      yield item(data);
      [data, filled] = [new Uint8Array(frameBytes * chunk), 0];
    }
  }
  // A broken last frame means a dead ffmpeg, of which `end` tells.
  const whole = filled - (filled % frameBytes);
  if (whole > 0) yield item(data.slice(0, whole));
}

async function end(
  ffmpeg: FfmpegProcess,
  count: number,
  settings: Reading,
  clip: Clip,
  context: Context,
): Promise<void> {
  await ffmpeg.finish();
  if (count === 0) {
    const got = `no frame from ${settings.start} s on${clip.seconds === undefined ? '' : `; the clip is ${clip.seconds} s long`}`;
    const fault = {
      code: 'E_NO_FRAMES',
      path: `nodes.${context.node}.with.start`,
      expected: 'at least one frame',
      got,
    };
    throw new HpdmError({ ...fault, try: 'a smaller start, a greater length, or another file' });
  }
  if (ffmpeg.stderr !== '')
    context.warn(`${settings.path} is damaged; ffmpeg says: ${ffmpeg.stderr.split('\n').at(-1) ?? ''}`);
}
