import {
  HpdmError,
  cancelled,
  choice,
  int,
  ints,
  number,
  path,
  refusalsOf,
  source,
  type Context,
  type Fault,
  type Settings,
} from '../../dsl/index.js';
import { frames, type Frames } from '../values/frames.js';
import { decodingArguments, expectedFrames } from '../ffmpeg/decoding.js';
import type { FfmpegProcess } from '../ffmpeg/ffmpeg-process.js';
import { startFfmpeg } from '../ffmpeg/ffmpeg.js';
import { MemoryPool } from '../ffmpeg/memory-pool.js';
import { probe, type Clip } from '../ffmpeg/probe.js';
import { openRawPipe } from '../ffmpeg/raw-pipe.js';

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
type Shape = Pick<Frames, 'width' | 'height' | 'channels'>;

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
  check: (settings) => refusalsOf(() => checkSettings(settings, 'with')),
  async *run(_inputs, settings, context) {
    const place = `nodes.${context.node}.with`;
    checkSettings(settings, place);
    const clip = await probe(settings.path, `${place}.path`, context.signal);
    const [height, width] = [settings.size[0] ?? clip.height, settings.size[1] ?? clip.width];
    const args = decodingArguments(settings, clip, width, height);
    const shape: Shape = { width, height, channels: settings.channels === 1 ? 1 : 3 };
    const pool = new MemoryPool(width * height * shape.channels * settings.chunk);
    const pipe = await openRawPipe(pool.take);
    let ffmpeg: FfmpegProcess | undefined;
    try {
      ffmpeg = await startFfmpeg(args, { output: pipe.writer, signal: context.signal });
      pipe.writer.destroy();
      const total = expectedFrames(settings, clip);
      let count = 0;
      for await (const item of items(pipe.pieces, shape, pool)) {
        count += item.count;
        context.progress(count, total);
        yield { frames: item };
      }
      await end(ffmpeg, count, settings, clip, context);
    } catch (error) {
      throw context.signal.aborted ? cancelled() : error;
    } finally {
      pipe.close();
      await ffmpeg?.stop();
    }
  },
});

function checkSettings({ size, channels }: Reading, place: string): void {
  const faults: Fault[] = [];
  if (size.length !== 0 && (size.length !== 2 || size.some((side) => side < 1 || side > 16384))) {
    const [expected, got] = ['[height, width], each 1 to 16384, or [] for that of the file', JSON.stringify(size)];
    faults.push({ code: 'E_SIZE', path: `${place}.size`, expected, got, try: 'size: [64, 64]' });
  }
  if (channels === 2) {
    const fault = { code: 'E_CHANNELS', path: `${place}.channels`, expected: '1 (grey) or 3 (RGB)', got: '2' };
    faults.push({ ...fault, try: 'channels: 3' });
  }
  if (faults.length > 0) throw new HpdmError(faults);
}

/** Items of whole frames out of a pipe; their memory is used again when they are released. */
async function* items(pieces: AsyncIterable<Uint8Array>, shape: Shape, pool: MemoryPool): AsyncGenerator<Frames> {
  const frameBytes = shape.width * shape.height * shape.channels;
  for await (const piece of pieces) {
    // A broken last frame means a dead ffmpeg, of which `end` tells.
    const count = Math.floor(piece.length / frameBytes);
    const data = piece.subarray(0, count * frameBytes);
    if (count > 0) yield { ...shape, count, data, recycle: () => pool.give(piece) };
  }
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
