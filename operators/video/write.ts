import {
  HpdmError,
  bool,
  cancelled,
  int,
  number,
  path,
  refusalsOf,
  runFailure,
  stage,
  string,
  strings,
} from '../../dsl/index.js';
import type { Context, Settings, Stage } from '../../dsl/index.js';
import { frames, type Frames } from '../values/frames.js';
import { Destination } from '../disk/destination.js';
import { checkSize, encodingArguments, type Frame } from '../ffmpeg/encoding.js';
import type { FfmpegProcess } from '../ffmpeg/ffmpeg-process.js';
import { findFfmpeg, startFfmpeg } from '../ffmpeg/ffmpeg.js';
import { numbered, parseTarget, segments, type Target } from '../ffmpeg/target.js';
import { checkWhole } from '../ffmpeg/check-whole.js';

const ports = { frames: frames() };

const parameters = {
  path: path('x.mp4, .mov, .mkv, .webm, .gif, .m3u8 (HLS), a PNG folder (dir/ or dir/%05d.png), pipe:1, rtmp://…'),
  fps: number('frame rate', { default: 24, min: 0.1, max: 1000, unit: 'frames per second' }),
  codec: string("ffmpeg's encoder; empty: libx264, libvpx-vp9, gif or png, by the path", { default: '' }),
  format: string("ffmpeg's container; empty: by the path (pipe: needs one)", { default: '' }),
  crf: int('constant quality of H.264 and VP9, lower is better', { default: 18, min: 0, max: 63 }),
  preset: string('x264 preset, ultrafast … veryslow', { default: 'medium' }),
  pixelFormat: string('pixel format; empty: yuv420p for H.264 and VP9', { default: '' }),
  scale: int('enlarge by a whole factor with hard pixels', { default: 1, min: 1, max: 64 }),
  extra: strings('further ffmpeg arguments, put before the output', { default: [] }),
  overwrite: bool('replace what stands at the path', { default: true }),
};

/**
 * Write frames through ffmpeg, as they come: at most one item is in flight (`drain`).
 *
 * in   frames  rgb24 or gray8, every item of one size
 * with colours of YUV outputs are bt709, limited range, and tagged so; mp4 and mov start fast (moov first)
 * The output is made beside its final place and renamed when done; a cancelled or failed run leaves nothing there.
 * Live outputs (pipe, rtmp …) are ffmpeg's own; on cancel they get two seconds to end well.
 * A PNG folder or playlist is replaced as a whole: frames and segments of a longer older one are removed.
 * fails E_OUTPUT_PATH, E_FOLDER, E_EXISTS, E_FFMPEG_MISSING before any frame is made; E_ODD_SIZE, E_FRAME_SIZE, E_NO_FRAMES;
 *       E_DISK_FULL, E_FFMPEG with the end of its stderr
 */
export const videoWrite = stage({
  id: 'video.write',
  summary: 'Write frames to a video file, image folder, playlist or live output',
  in: ports,
  out: {},
  with: parameters,
  check: (settings, { H, W, C }) => {
    const { path, codec, format } = settings;
    return refusalsOf(() => {
      const target = parseTarget(path, codec, format, 'with.path');
      if (H !== undefined && W !== undefined) {
        checkSize({ width: W, height: H, channels: C === 1 ? 1 : 3 }, target, settings, 'in.frames');
      }
    });
  },
  open: async (settings, context) => {
    const place = `nodes.${context.node}.with.path`;
    const target = parseTarget(settings.path, settings.codec, settings.format, place);
    await findFfmpeg();
    const destination = target.kind === 'live' ? undefined : await openDestination(target, settings.overwrite, place);
    return new Writer(target, destination, settings, context);
  },
});

function openDestination({ kind, folder, name }: Target, overwrite: boolean, place: string): Promise<Destination> {
  const siblings = { images: numbered(name), playlist: segments(name), file: undefined, live: undefined }[kind];
  return Destination.open(folder, name, { place, overwrite, ...(siblings && { siblings }) });
}

/** One output in the making. */
class Writer implements Stage<typeof ports> {
  readonly #target: Target;
  readonly #destination: Destination | undefined;
  readonly #settings: Settings<typeof parameters>;
  readonly #context: Context;
  #ffmpeg: FfmpegProcess | undefined;
  #frame: Frame | undefined;
  #count = 0;

  constructor(
    target: Target,
    destination: Destination | undefined,
    settings: Settings<typeof parameters>,
    context: Context,
  ) {
    this.#target = target;
    this.#destination = destination;
    this.#settings = settings;
    this.#context = context;
  }

  async next({ frames }: { readonly frames: Frames }): Promise<Record<string, never>> {
    if (this.#context.signal.aborted) throw cancelled();
    this.#check(frames);
    this.#ffmpeg ??= await this.#start(frames);
    await this.#ffmpeg.write(frames.data);
    this.#count += frames.count;
    this.#context.progress(this.#count);
    return {};
  }

  async done(): Promise<void> {
    try {
      if (this.#ffmpeg === undefined) throw noFrames(this.#context.node);
      await this.#ffmpeg.finish();
      await this.#settle();
    } catch (error) {
      await this.abort();
      throw error;
    }
  }

  async abort(): Promise<void> {
    await this.#ffmpeg?.stop();
    await this.#destination?.discard();
  }

  async #settle(): Promise<void> {
    const { kind, name } = this.#target;
    if (this.#destination === undefined) return;
    if (kind !== 'file') await checkWhole(this.#destination.temporary, `nodes.${this.#context.node}.with.path`);
    await this.#destination.commit(kind === 'playlist' ? name : undefined);
  }

  #start(frame: Frame): Promise<FfmpegProcess> {
    const live = this.#target.kind === 'live';
    const args = encodingArguments(frame, this.#target, this.#settings, this.#destination?.temporary ?? '');
    if (this.#target.codec === 'gif' && this.#settings.fps > 50) {
      this.#context.warn(
        `many players show a GIF of ${this.#settings.fps} frames per second at 10: use fps: 50 or less`,
      );
    }
    const { signal } = this.#context;
    return startFfmpeg(args, { input: 'pipe', output: live ? 'inherit' : 'ignore', signal, graceMs: live ? 2000 : 0 });
  }

  /** Every item must look like the first, whose size the output can take. */
  #check({ width, height, channels, count, data }: Frames): void {
    const first = (this.#frame ??= { width, height, channels });
    const got = `${count} × ${width}×${height}×${channels} in ${data.length} bytes`;
    const path = `nodes.${this.#context.node}.in.frames`;
    const same = first.width === width && first.height === height && first.channels === channels;
    if (!same || count < 1 || data.length !== count * width * height * channels) {
      const expected = `one or more frames of ${first.width}×${first.height}×${first.channels}, whole`;
      throw new HpdmError({ code: 'E_FRAME_SIZE', path, expected, got, try: 'one size of frames per output' });
    }
    if (this.#ffmpeg === undefined) checkSize(first, this.#target, this.#settings, path);
  }
}

const noFrames = (node: string) =>
  runFailure({
    code: 'E_NO_FRAMES',
    path: `nodes.${node}.in.frames`,
    expected: 'at least one frame',
    got: 'none, so nothing was written',
    try: 'see why the nodes before it gave nothing',
  });
