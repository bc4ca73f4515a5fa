import type { Recording, Timing } from '../values/timing.js';
import type { Clip } from './clip.js';
import type { Decoding } from './decoding-arguments.js';
import type { Input } from './input.js';
import { paceOf } from './pace-of.js';

/** Largest difference in seconds between the time of a frame and the constant rate without a warning. */
const LATE_S = 0.002;

/** Gives the display times of the frames of an input, item by item. */
export class Clock {
  /** The constant rate; undefined if every frame has its own time. */
  readonly #rate: number | undefined;
  readonly #input: Input;
  readonly #settings: Decoding;
  readonly #clip: Clip | undefined;
  readonly #warn: (message: string) => void;
  #begin: number | undefined;
  #mean: number | undefined;
  #count = 0;
  #warned = false;

  constructor(input: Input, settings: Decoding, clip: Clip | undefined, warn: (message: string) => void) {
    const { fps, filter } = settings;
    // only the times show how a user's filter changes them
    const own = clip?.variable === false && filter === '' && input.kind !== 'images';
    const constant = own ? clip.rate : undefined;
    this.#rate = fps > 0 ? fps : constant;
    this.#input = input;
    this.#settings = settings;
    this.#clip = clip;
    this.#warn = warn;
  }

  /** The timing of an item from the times of its frames; undefined for numbered images without a rate. */
  of(at: readonly number[]): Timing | undefined {
    const [first = 0] = at;
    const begin = (this.#begin ??= first);
    const times = at.map((time) => time - begin);
    const count = at.length;
    const before = this.#count;
    this.#count += count;
    if (this.#rate === undefined && this.#input.kind === 'images') return undefined;
    const sound = this.#sound(begin);
    if (this.#rate !== undefined) {
      this.#compare(times, before, this.#rate);
      return { rate: this.#rate, count, ...sound };
    }
    this.#mean ??= this.#clip?.rate ?? paceOf(times, { declared: [], tick: 0 }).rate ?? UNKNOWN_RATE;
    return { rate: this.#mean, times, count, ...sound };
  }

  /** Warn once if a file that started at a constant rate does not keep it. */
  #compare(times: readonly number[], before: number, rate: number): void {
    if (this.#warned || this.#settings.fps > 0 || this.#input.kind === 'images') return;
    const late = times.findIndex((time, k) => Math.abs(time - (before + k) / rate) > LATE_S + 0.5 / rate);
    if (late < 0) return;
    this.#warned = true;
    const second = ((before + late) / rate).toFixed(2);
    this.#warn(
      `its frames leave the constant rate of ${Number(rate.toFixed(3))} per second at ${second} s: none is dropped, but later frames are shown at other times; fps: ${Number(rate.toFixed(3))} keeps the times`,
    );
  }

  #sound(begin: number): { readonly source?: Recording } {
    if (this.#clip?.sound !== true || this.#input.kind !== 'file') return {};
    const { start, length, frames } = this.#settings;
    const counted = frames > 0 && this.#rate !== undefined ? frames / this.#rate : Infinity;
    const seconds = Math.min(length > 0 ? length - begin : Infinity, counted);
    return {
      source: {
        args: this.#input.args,
        start: start + begin,
        ...(seconds < Infinity ? { length: seconds } : {}),
      },
    };
  }
}

/** The rate for a single frame or for frames without times. */
const UNKNOWN_RATE = 25;
