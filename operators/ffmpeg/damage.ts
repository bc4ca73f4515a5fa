import { HpdmError, type Context } from '../../dsl/index.js';
import type { Clip } from './clip.js';
import type { Decoding } from './decoding-arguments.js';
import type { Input } from './input.js';

/** A video may end this much before the end that its file states, in seconds and as a share of its length. */
const [SPARE_S, SPARE] = [0.5, 0.05];

interface Settings extends Decoding {
  readonly path: string;
  readonly damaged: 'refuse' | 'keep';
}

/** Watches an input for damage: a file is refused unless `damaged` is `keep`; what is live cannot be mended and gives a warning. */
export class Damage {
  readonly #settings: Settings;
  readonly #context: Context;
  readonly #clip: Clip | undefined;
  readonly #refused: boolean;
  #begin: number | undefined;
  #end = 0;

  constructor(settings: Settings, input: Input, clip: Clip | undefined, context: Context) {
    this.#settings = settings;
    this.#context = context;
    this.#clip = clip;
    this.#refused = settings.damaged === 'refuse' && (input.kind === 'file' || input.kind === 'images');
  }

  /** Note the times of the next frames in seconds. fails E_DAMAGED when ffmpeg has complained of a file */
  next(at: readonly number[], complaints: string): void {
    this.#begin ??= at[0];
    this.#end = at.at(-1) ?? this.#end;
    if (this.#refused && complaints !== '') throw this.#damaged(`ffmpeg says: ${complaints}`);
  }

  /** Check the whole. fails E_DAMAGED as `next`, and when a file ends before the end that it states */
  end(complaints: string): void {
    const found = complaints === '' ? this.#cutOff() : `ffmpeg says: ${complaints}`;
    if (found === undefined) return;
    if (this.#refused) throw this.#damaged(found);
    this.#context.warn(`${this.#settings.path} is damaged; ${found}`);
  }

  #cutOff(): string | undefined {
    const { start, length, frames, filter, fps } = this.#settings;
    const { stated, rate } = this.#clip ?? {};
    const changed = start > 0 || length > 0 || frames > 0 || fps > 0 || filter !== '';
    if (changed || stated === undefined || rate === undefined) return undefined;
    const seconds = this.#end - (this.#begin ?? 0) + 1 / rate;
    if (stated - seconds <= Math.max(SPARE_S, SPARE * stated)) return undefined;
    return `it states a length of ${stated.toFixed(2)} s, and its frames end after ${seconds.toFixed(2)} s`;
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
