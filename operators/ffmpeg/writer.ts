import { rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { counted, HpdmError, cancelled, type Context, type Stage } from '../../dsl/index.js';
import type { Destination } from '../disk/destination.js';
import type { Frames, frames } from '../values/frames.js';
import { checkWhole } from './check-whole.js';
import { checkSize, encodingArguments, type Encoding, type Feed } from './encoding-arguments.js';
import { feedOf, type Feeding } from './feed-of.js';
import { ffmpegInUse, startFfmpeg } from './ffmpeg.js';
import type { FfmpegProcess } from './ffmpeg-process.js';
import type { Frame } from './frame.js';
import { passedOn, type PassedOn } from './passed-on.js';
import type { Target } from './target.js';
import { timedBlock, timedHeader } from './timed-block.js';
import { writtenOutput } from './written-output.js';

/** Shortest duration of a frame in seconds; ffmpeg drops frames with equal times. */
const SHORTEST_S = 1 / 60_000;
/** Milliseconds for a live output to complete after a cancellation. */
const GRACE_MS = 2000;
/** Milliseconds for a file to complete of which a part is kept. */
const PARTIAL_GRACE_MS = 20_000;

type Settings = Encoding & Feeding & PassedOn & { readonly partial: boolean };

/** An output that is being written. */
export class Writer implements Stage<{ readonly frames: ReturnType<typeof frames> }> {
  readonly #target: Target;
  /** The temporary place; undefined if ffmpeg writes to the final place. */
  readonly #destination: Destination | undefined;
  readonly #settings: Settings;
  readonly #context: Context;
  #ffmpeg: FfmpegProcess | undefined;
  #frame: Frame | undefined;
  #feed: Feed | undefined;
  #count = 0;
  #warned = false;
  /** The time of the previous frame. */
  #before = -Infinity;
  /** The time of the first frame. */
  #from = 0;

  constructor(target: Target, destination: Destination | undefined, settings: Settings, context: Context) {
    this.#target = target;
    this.#destination = destination;
    this.#settings = settings;
    this.#context = context;
  }

  async next({ frames }: { readonly frames: Frames }): Promise<Record<string, never>> {
    if (this.#context.signal.aborted) throw cancelled();
    if (frames.count === 0) return {}; // a level that had nothing to do for a slab
    this.#check(frames);
    this.#ffmpeg ??= await this.#start(frames);
    if (this.#feed?.timed === true) await this.#writeTimed(this.#ffmpeg, frames, this.#feed.rate);
    else await this.#ffmpeg.write(frames.data);
    this.#count += frames.count;
    this.#context.progress(this.#count);
    return {};
  }

  async done(): Promise<void> {
    try {
      if (this.#ffmpeg === undefined) throw noFrames(this.#context.node);
      await this.#ffmpeg.finish();
      await this.#settle();
      await this.#tell();
    } catch (error) {
      await this.abort();
      throw error;
    }
  }

  async abort(reason?: unknown): Promise<void> {
    await this.#ffmpeg?.stop();
    const isCancelled = reason instanceof HpdmError && reason.code === 'E_CANCELLED';
    if (isCancelled && this.#keepsPart && (await this.#ffmpeg?.ended)?.code === 0) return this.#keepPart();
    await this.#destination?.discard();
    // an output in its final place stays, with what was written until now
    if (this.#destination === undefined) await this.#tell();
  }

  /** Whether a part of the file is kept when the run is cancelled. */
  get #keepsPart(): boolean {
    return this.#settings.partial && this.#target.kind === 'file' && this.#destination !== undefined;
  }

  /** Give what is written of a cancelled run a name that says so. */
  async #keepPart(): Promise<void> {
    const name = partialName(this.#target.name);
    await this.#destination?.commitAs(this.#target.name, name);
    await this.#tell(name);
  }

  /** Say what is written. */
  async #tell(name = this.#target.name): Promise<void> {
    const [frame, feed] = [this.#frame, this.#feed];
    if (frame === undefined || feed === undefined || this.#count === 0) return;
    const seconds = feed.timed ? this.#before - this.#from + 1 / feed.rate : this.#count / feed.rate;
    const sent = { frame, feed, count: this.#count, seconds, settings: this.#settings };
    const written = await writtenOutput({ ...this.#target, name }, sent);
    if (written !== undefined) this.#context.wrote(written);
  }

  async #settle(): Promise<void> {
    const { kind, folder, name } = this.#target;
    if (this.#destination === undefined) return;
    if (kind !== 'file') await checkWhole(this.#destination.temporary, `nodes.${this.#context.node}.with.path`);
    await this.#destination.commit(kind === 'playlist' ? name : undefined);
    if (this.#keepsPart) await rm(join(folder, partialName(name)), { force: true });
  }

  async #start(frames: Frames): Promise<FfmpegProcess> {
    const { kind, codec, folder, name } = this.#target;
    const { signal, warn } = this.#context;
    const feed = (this.#feed = await feedOf(frames.timing, this.#settings, this.#target, this.#context));
    if (codec === 'gif' && feed.rate > 50) {
      warn(`many players show a GIF of ${feed.rate} frames per second at 10: use fps: 50 or less`);
    }
    const at = this.#destination?.temporary ?? folder;
    const args = encodingArguments(frames, this.#target, this.#settings, feed, at, await ffmpegInUse());
    const inPlace = this.#destination === undefined;
    const output = name.startsWith('pipe:') && kind === 'live' ? 'inherit' : 'ignore';
    const [graceMs, advice] = [inPlace ? GRACE_MS : this.#keepsPart ? PARTIAL_GRACE_MS : 0, passedOn(this.#settings)];
    const ffmpeg = await startFfmpeg(args, { input: 'pipe', output, signal, graceMs, advice });
    if (feed.timed) await ffmpeg.write(timedHeader(frames, feed.rate));
    return ffmpeg;
  }

  async #writeTimed(ffmpeg: FfmpegProcess, { data, count, timing }: Frames, rate: number): Promise<void> {
    const bytes = data.length / count;
    for (let k = 0; k < count; k++) {
      const told = timing?.times?.[k] ?? (this.#count + k) / rate;
      this.#compare(told, this.#count + k, rate);
      const at = Math.max(told, this.#before + SHORTEST_S);
      if (this.#before === -Infinity) this.#from = at;
      this.#before = at;
      await ffmpeg.write(timedBlock(at, bytes));
      await ffmpeg.write(data.subarray(k * bytes, (k + 1) * bytes));
    }
  }

  /** Warn once if a container of constant rate cannot show a frame at its time. */
  #compare(time: number, index: number, rate: number): void {
    const { times } = this.#settings;
    const fits = Math.abs(time - index / rate) <= 0.5 / rate;
    if (fits || this.#warned || times === 'constant' || this.#feed?.evened !== true) return;
    this.#warned = true;
    const shown = Number(rate.toFixed(3));
    this.#context.warn(
      `${this.#target.name} cannot hold frames at different distances: some are repeated or dropped for ${counted(shown, 'frame')} per second`,
    );
  }

  /** Check that every item has the same frame size as the first, and that its bytes are complete. */
  #check({ width, height, channels, count, data }: Frames): void {
    const first = (this.#frame ??= { width, height, channels });
    const got = `${count} × ${width}×${height}×${channels} in ${counted(data.length, 'byte')}`;
    const path = `nodes.${this.#context.node}.in.frames`;
    const same = first.width === width && first.height === height && first.channels === channels;
    if (!same || count < 1 || data.length !== count * width * height * channels) {
      const expected = `one or more frames of ${first.width}×${first.height}×${first.channels}, whole`;
      throw new HpdmError({ code: 'E_FRAME_SIZE', path, expected, got, try: 'one size of frames per output' });
    }
    if (this.#ffmpeg === undefined) checkSize(first, this.#target, this.#settings, path);
  }
}

/** `x.partial.mp4` for `x.mp4`. */
const partialName = (name: string): string =>
  `${name.slice(0, name.length - extname(name).length)}.partial${extname(name)}`;

const noFrames = (node: string) =>
  new HpdmError({
    code: 'E_EMPTY_VIDEO',
    path: `nodes.${node}.in.frames`,
    expected: 'at least one frame',
    got: 'none, so nothing was written',
    try: 'find out why the nodes before it gave no frames',
  });
