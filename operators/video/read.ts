import { HpdmError, choice, int, ints, number, path, refusalsOf, source, string } from '../../dsl/index.js';
import type { Fault, Settings } from '../../dsl/index.js';
import { frames } from '../values/frames.js';
import { inputOf, isEndless } from '../ffmpeg/input.js';
import { readFrames } from '../ffmpeg/read-frames.js';

const parameters = {
  path: path(
    'any file ffmpeg reads, numbered images (dir/%05d.png), a URL, - (standard input), or a device (v4l2:/dev/video0, avfoundation:0, dshow:video=NAME, lavfi:testsrc)',
  ),
  fps: number('constant frame rate to make, by repeating and dropping frames; 0: every frame of the file once', {
    default: 0,
    min: 0,
    max: 1000,
    unit: 'frames per second',
  }),
  size: ints('[height, width] in pixels; []: that of the file', { default: [], lengths: [0, 2] }),
  fit: choice(['crop', 'pad', 'stretch'], 'how another aspect ratio is made to fit `size`', { default: 'crop' }),
  start: number('where to begin', { default: 0, min: 0, unit: 'seconds' }),
  length: number('how long to read; 0: to the end', { default: 0, min: 0, unit: 'seconds' }),
  frames: int('read at most this many frames; 0: all', { default: 0, min: 0 }),
  chunk: int('frames per item', { default: 16, min: 1, max: 1024 }),
  channels: int('3: RGB, 1: grey', { default: 3, min: 1, max: 3 }),
  filter: string("ffmpeg filters to apply before hpdm's own, such as crop=320:240,hflip", { default: '' }),
  deinterlace: choice(['auto', 'off'], 'whether a file whose frames are two fields each is deinterlaced', {
    default: 'auto',
  }),
  damaged: choice(
    ['refuse', 'keep'],
    'whether a file that is cut off or damaged is an error, or what can be read of it is kept, with a warning',
    { default: 'refuse' },
  ),
  background: string('what shows through transparent pixels, #rrggbb', { default: '#000000' }),
};
type Reading = Settings<typeof parameters>;

/**
 * Read a video as a stream of frames. ffmpeg waits until its pipe is read, so memory does not grow with the length of the
 * video.
 *
 * out  frames  rgb24 or gray8, `chunk` frames per item (the last may have fewer), upright, square pixels, in the file's order,
 *              with their rate and, if their distances differ, their times
 * High dynamic range is tone-mapped to the range of a normal screen, with a warning.
 * fails E_FILE_MISSING, E_IS_FOLDER, E_FILE_EMPTY, E_IMAGES, E_DEVICE, E_NOT_VIDEO, E_NO_VIDEO, E_NO_ANSWER, E_HDR, E_SIZE, E_CHANNELS, E_TEMPORARY before the first frame,
 *       E_SIZE also for items larger than an array can be;
 *       E_NO_FRAMES when `start` is after the end; E_DAMAGED; E_FFMPEG with the end of its stderr
 */
export const videoRead = source({
  id: 'video.read',
  summary: 'Read frames of a video file, a camera or an address as a stream',
  emits: 'many',
  in: {},
  out: { frames: frames() },
  with: parameters,
  dimensions: ({ size: [H, W], channels }) => ({ ...(H && W ? { H, W } : {}), C: channels }),
  check: (settings) => refusalsOf(() => checkSettings(settings, 'with')),
  files: ({ path }) => ({ reads: { path } }),
  checkFiles: async ({ path }) => {
    await inputOf(path, 'with.path');
  },
  endless: ({ path, length, frames }) => isEndless(path) && length === 0 && frames === 0,
  async *run(_inputs, settings, context) {
    checkSettings(settings, `nodes.${context.node}.with`);
    for await (const frames of readFrames(settings, context)) yield { frames };
  },
});

function checkSettings({ size, channels, background }: Reading, place: string): void {
  const faults: Fault[] = [];
  if (size.length !== 0 && (size.length !== 2 || size.some((side) => side < 1 || side > 16384))) {
    const [expected, got] = ['[height, width], each 1 to 16384, or [] for that of the file', JSON.stringify(size)];
    const side = Math.min(16384, Math.max(1, size.find((one) => one > 0) ?? 64));
    faults.push({ code: 'E_SIZE', path: `${place}.size`, expected, got, try: `size: [${side}, ${side}]` });
  }
  if (channels === 2) {
    const [path, expected] = [`${place}.channels`, '1 (grey) or 3 (RGB)'];
    faults.push({ code: 'E_CHANNELS', path, expected, got: '2', try: 'channels: 3' });
  }
  if (!/^#[\da-f]{6}$/i.test(background)) {
    const [path, expected] = [`${place}.background`, '#rrggbb, in hexadecimal'];
    faults.push({ code: 'E_COLOUR', path, expected, got: `"${background}"`, try: "background: '#ffffff'" });
  }
  if (faults.length > 0) throw new HpdmError(faults);
}
