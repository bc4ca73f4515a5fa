import type { Frames } from '../values/frames.js';

/** How a frame at a new rate is made: the one on the screen at the middle of its time, or the mean of all that are on it during its time. */
export type RateMethod = 'nearest' | 'average';

/** A frame and the seconds between which it is on the screen. */
export interface Shown {
  /** Valid until the next one is asked for. */
  readonly data: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/** Times that differ by less, in seconds, are the same: containers round to their ticks. */
const SAME_S = 1e-6;

/**
 * The frames of a stream one by one, with the times between which each is shown: until the next one, the last one for as long as its rate says.
 *
 * @param rate of frames that have none
 */
export async function* shownFrames(items: AsyncIterable<Frames>, rate: number): AsyncGenerator<Shown> {
  let before: { data: Uint8Array; from: number; lasts: number } | undefined;
  let end = 0;
  for await (const { count, data, timing } of items) {
    const bytes = data.length / count;
    const lasts = 1 / (timing?.rate ?? rate);
    const start = end;
    for (let k = 0; k < count; k++) {
      const from = timing?.times?.[k] ?? start + k * lasts;
      if (before !== undefined) yield { data: before.data, from: before.from, to: from };
      before = { data: data.subarray(k * bytes, (k + 1) * bytes), from, lasts };
      end = from + lasts;
    }
    // the memory of the item is used again
    if (before !== undefined) before.data = before.data.slice();
  }
  if (before !== undefined) yield { data: before.data, from: before.from, to: before.from + before.lasts };
}

/** Frames at a constant rate, as many as fit into the time of those that are shown, rounded. The data of one is valid until the next is asked for. */
export function atRate(shown: AsyncIterable<Shown>, rate: number, method: RateMethod): AsyncGenerator<Uint8Array> {
  return method === 'nearest' ? nearest(shown, rate) : averages(shown, rate);
}

async function* nearest(shown: AsyncIterable<Shown>, rate: number): AsyncGenerator<Uint8Array> {
  let made = 0;
  for await (const { data, to } of shown) {
    for (; (made + 0.5) / rate < to - SAME_S; made++) yield data;
  }
}

async function* averages(shown: AsyncIterable<Shown>, rate: number): AsyncGenerator<Uint8Array> {
  const mean = new Mean();
  let made = 0;
  for await (const { data, from, to } of shown) {
    for (let begin = from; begin < to - SAME_S;) {
      const end = (made + 1) / rate;
      const until = Math.min(to, end);
      mean.add(data, until - begin);
      begin = until;
      if (until <= end - SAME_S) continue;
      yield mean.take();
      made += 1;
    }
  }
  if (mean.seconds * rate > 0.5 + SAME_S) yield mean.take();
}

/** The mean of frames, each for as long as it is shown. */
class Mean {
  seconds = 0;
  #sums = new Float64Array();

  add(data: Uint8Array, seconds: number): void {
    if (this.#sums.length === 0) this.#sums = new Float64Array(data.length);
    for (let i = 0; i < data.length; i++) {
      this.#sums[i] = (this.#sums[i] as number) + seconds * (data[i] as number);
    }
    this.seconds += seconds;
  }

  /** The mean of what was added; then begin anew. */
  take(): Uint8Array {
    const bytes = Uint8Array.from(this.#sums, (sum) => Math.round(sum / this.seconds));
    this.#sums.fill(0);
    this.seconds = 0;
    return bytes;
  }
}
