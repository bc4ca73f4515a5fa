/** How the frames of a clip follow each other. */
export interface Pace {
  /** Frames per second: of every frame where the rate is constant, else on the average. */
  readonly rate?: number;
  /** Whether frames follow each other at different distances. */
  readonly variable: boolean;
}

/** What the file says of itself. */
interface Declared {
  /** Rates it declares, the most trusted first. */
  readonly declared: readonly (number | undefined)[];
  /** Seconds that its times are multiples of. */
  readonly tick: number;
}

/** Rates that clips have; a file whose times are rounded to milliseconds does not declare its own exactly. */
const USUAL = [24000 / 1001, 24, 25, 30000 / 1001, 30, 48, 50, 60000 / 1001, 60, 90, 100, 120, 240];
/** More frames per second than this are a file's unit of time, not a rate. */
const HIGHEST = 1000;

/**
 * The rate of frames with these times. It is constant where one rate explains every time up to the file's rounding.
 *
 * @param times of the first frames, in seconds, in any order
 */
export function paceOf(times: readonly number[], { declared, tick }: Declared): Pace {
  const said = declared.filter((rate) => rate !== undefined && rate < HIGHEST) as readonly number[];
  const sorted = [...times].sort((a, b) => a - b);
  const [first = 0] = sorted;
  const span = (sorted.at(-1) ?? 0) - first;
  // without times of its own, raw H.264 for one, a clip has the rate it declares
  if (span <= 0) return { ...(said[0] === undefined ? {} : { rate: said[0] }), variable: false };
  const mean = (sorted.length - 1) / span;
  const worst = (rate: number): number =>
    sorted.reduce((most, time, k) => Math.max(most, Math.abs(time - first - k / rate)), 0);
  const rounding = 1.2 * Math.max(tick, 1e-4);
  const constant = [...USUAL, ...said, mean].find((rate) => worst(rate) <= rounding);
  return constant === undefined ? { rate: mean, variable: true } : { rate: constant, variable: false };
}
