import { HpdmError, type Context } from '../../dsl/index.js';
import type { Clip } from './clip.js';
import type { Decoding } from './decoding-arguments.js';
import { unopened } from './device.js';
import { isEndless, type Input } from './input.js';
import { isPlaylist } from './is-playlist.js';
import { missingEnd } from './missing-end.js';
import { whyFailed } from './why-failed.js';

/** A video may end this much before the end that its file states, in seconds and as a share of its length. */
const [SPARE_S, SPARE] = [0.5, 0.05];

/** What ffmpeg says of a playlist when frames are lost: errors, and warnings of segments that are absent or cut off. */
const LOST = /\[(error|fatal)\]|Failed to open (segment|fragment)|[Cc]orrupt (input )?packet|Packet corrupt/;

interface Settings extends Decoding {
  readonly path: string;
  readonly damaged: 'refuse' | 'keep';
}

/**
 * Watches an input for damage: a file, or an address with an end, is refused unless `damaged` is `keep`; what is live cannot be mended and
 * gives a warning.
 */
export class Damage {
  readonly #settings: Settings;
  readonly #context: Context;
  readonly #clip: Clip | undefined;
  readonly #input: Input;
  readonly #refused: boolean;
  #begin: number | undefined;
  #end = 0;
  #count = 0;

  constructor(settings: Settings, input: Input, clip: Clip | undefined, context: Context) {
    this.#settings = settings;
    this.#context = context;
    this.#clip = clip;
    this.#input = input;
    const ends = input.kind !== 'url' || (clip?.seconds !== undefined && !isEndless(settings.path));
    this.#refused = settings.damaged === 'refuse' && input.kind !== 'live' && ends;
  }

  /** Note the times of the next frames in seconds. fails E_DAMAGED when ffmpeg has complained of a file */
  next(at: readonly number[], complaints: string): void {
    this.#begin ??= at[0];
    this.#end = at.at(-1) ?? this.#end;
    this.#count += at.length;
    const found = this.#told(complaints);
    if (this.#refused && found !== undefined) throw this.#damaged(found);
  }

  /**
   * Check the whole. fails E_DAMAGED as `next`, and when a file ends before the end that it states, or within a part of its format, or has no
   * frame; E_NO_FRAMES when only the part that was asked for has none
   */
  async end(complaints: string): Promise<void> {
    const found = this.#told(complaints) ?? this.#empty() ?? this.#cutOff() ?? (await this.#missing());
    if (found !== undefined) this.#report(found);
    else if (this.#count === 0) throw this.#noFrames();
  }

  /**
   * ffmpeg has failed. fails as it did, with the name of the input; E_DEVICE, E_DAMAGED, E_NOT_VIDEO or E_NO_VIDEO when the input is the reason. What was
   * read of a damaged input is kept where the settings say so.
   */
  failed(error: unknown, complaints: string): void {
    if (!(error instanceof HpdmError) || error.code !== 'E_FFMPEG') throw error;
    const { code, said } = whyFailed(complaints);
    // a file was opened before
    if (code === 'E_DAMAGED' || (code === 'E_NOT_VIDEO' && this.#clip !== undefined)) {
      this.#report(said === '' ? NOTHING : `ffmpeg says: ${said}`);
      return;
    }
    const { path } = this.#settings;
    const device = this.#count === 0 ? unopened(path, said, this.#place) : undefined;
    if (device !== undefined) throw device;
    const got = code === 'E_NO_VIDEO' ? `${path}, which has none` : `${path}; ffmpeg says: ${said || 'nothing'}`;
    const [fault] = error.faults;
    const own = code === 'E_FFMPEG' ? { ...fault, code } : { code, ...ADVICE[code] };
    throw new HpdmError({ ...own, path: this.#place, got }, { cause: error });
  }

  /** Refuse an input, or warn of it where the rest is read. */
  #report(found: string): void {
    if (this.#refused || this.#count === 0) throw this.#damaged(found);
    this.#context.warn(`${this.#settings.path} is damaged; ${found}`);
  }

  #told(complaints: string): string | undefined {
    const lines = isPlaylist(this.#clip) ? complaints.split('\n').filter((line) => LOST.test(line)) : [complaints];
    const told = lines.join('\n');
    return told === '' ? undefined : `ffmpeg says: ${told}`;
  }

  /** The seconds that were read, without those before `start`. */
  get #seconds(): number {
    const rate = this.#settings.fps || (this.#clip?.rate ?? Infinity);
    return this.#end - (this.#begin ?? 0) + 1 / rate;
  }

  /** Whether the part that was asked for ended before the end of the file. */
  get #satisfied(): boolean {
    const { length, frames } = this.#settings;
    return (frames > 0 && this.#count >= frames) || (length > 0 && length - this.#seconds <= SPARE_S);
  }

  #empty(): string | undefined {
    const { start, filter } = this.#settings;
    // what is live may have ended before its first frame
    const whole = start === 0 && filter === '' && this.#input.kind !== 'live';
    return whole && this.#count === 0 ? NOTHING : undefined;
  }

  #cutOff(): string | undefined {
    const { start, filter } = this.#settings;
    const { stated } = this.#clip ?? {};
    // a filter of the user may change the times
    if (stated === undefined || filter !== '' || this.#satisfied) return undefined;
    const seconds = start + (this.#count === 0 ? 0 : this.#seconds);
    if (stated - seconds <= Math.max(SPARE_S, SPARE * stated)) return undefined;
    return `it states a length of ${stated.toFixed(2)} s, and its frames end after ${seconds.toFixed(2)} s`;
  }

  async #missing(): Promise<string | undefined> {
    const whole = this.#input.kind !== 'file' || this.#clip === undefined || this.#satisfied;
    return whole ? undefined : missingEnd(this.#settings.path, this.#clip.format);
  }

  get #place(): string {
    return `nodes.${this.#context.node}.with.path`;
  }

  #damaged(found: string): HpdmError {
    const advice =
      this.#count > 0
        ? { expected: 'a complete video', try: 'damaged: keep' }
        : { expected: 'a video with a frame that can be decoded', try: 'make or download the file again' };
    return new HpdmError({ code: 'E_DAMAGED', path: this.#place, got: `${this.#settings.path}; ${found}`, ...advice });
  }

  #noFrames(): HpdmError {
    const { start, path } = this.#settings;
    const seconds = this.#clip?.seconds;
    const long = seconds === undefined ? '' : `, which is ${Number(seconds.toFixed(2))} s long`;
    return new HpdmError({
      code: 'E_NO_FRAMES',
      path: `nodes.${this.#context.node}.with.start`,
      expected: 'at least one frame',
      got: `no frame from ${start} s on in ${path}${long}`,
      try: 'a smaller start, a greater length, or another file',
    });
  }
}

const NOTHING = 'no frame of it can be decoded';
const ADVICE = {
  E_NOT_VIDEO: { expected: 'a video', try: 'check that it plays' },
  E_NO_VIDEO: { expected: 'an input with video frames', try: 'another input' },
};
