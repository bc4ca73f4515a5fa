import { HpdmError, type Context } from '../../dsl/index.js';
import type { Clip } from './clip.js';
import type { Decoding } from './decoding-arguments.js';
import { isEndless, type Input } from './input.js';
import { isPlaylist } from './is-playlist.js';
import { missingEnd } from './missing-end.js';

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

  /** Check the whole. fails E_DAMAGED as `next`, and when a file ends before the end that it states, or within a part of its format */
  async end(complaints: string): Promise<void> {
    const found = this.#told(complaints) ?? this.#cutOff() ?? (await this.#missing());
    if (found === undefined) return;
    if (this.#refused) throw this.#damaged(found);
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

  #cutOff(): string | undefined {
    const { start, filter } = this.#settings;
    const { stated } = this.#clip ?? {};
    // a filter of the user may change the times
    if (stated === undefined || filter !== '' || this.#satisfied) return undefined;
    const seconds = start + this.#seconds;
    if (stated - seconds <= Math.max(SPARE_S, SPARE * stated)) return undefined;
    return `it states a length of ${stated.toFixed(2)} s, and its frames end after ${seconds.toFixed(2)} s`;
  }

  async #missing(): Promise<string | undefined> {
    const whole = this.#input.kind !== 'file' || this.#clip === undefined || this.#satisfied;
    return whole ? undefined : missingEnd(this.#settings.path, this.#clip.format);
  }

  #damaged(found: string): HpdmError {
    return new HpdmError({
      code: 'E_DAMAGED',
      path: `nodes.${this.#context.node}.with.path`,
      expected: 'a complete video',
      got: `${this.#settings.path}; ${found}`,
      try: 'damaged: keep',
    });
  }
}
