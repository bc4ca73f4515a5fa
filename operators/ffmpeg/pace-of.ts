/** The rate of the frames of a clip. */
export interface Pace {
  /** Frames per second; the average if the rate is not constant. */
  readonly rate?: number;
  /** Whether the distances between frames differ. */
  readonly variable: boolean;
}

/** Statements of the file about itself. */
interface Declared {
  /** The rates that it declares, the most reliable first. */
  readonly declared: readonly (number | undefined)[];
  /** Unit of its times in seconds. */
  readonly tick: number;
}

/** Common rates of clips. A file whose times are rounded to milliseconds does not declare its rate exactly. */
const USUAL = [24000 / 1001, 24, 25, 30000 / 1001, 30, 48, 50, 60000 / 1001, 60, 90, 100, 120, 240];
/**
 * A step back by more seconds, and more frames, is a new start of the clock, as in a broadcast; smaller ones are frames that are stored
 * before others.
 */
const [BACK_S, BACK_FRAMES] = [1, 16];

/** The times up to the point where the clock starts again. */
function continuous(times: readonly number[], rate = Infinity): number[] {
  const back = Math.max(BACK_S, BACK_FRAMES / rate);
  const end = times.findIndex((time, k) => k > 0 && time < (times[k - 1] ?? time) - back);
  return times.slice(0, end < 0 ? undefined : end);
}

/** The usual rate that a file means, since it may state it with six digits only. */
const usual = (rate: number): number | undefined => USUAL.find((one) => Math.abs(one / rate - 1) < 1e-5);
/** A larger declared rate is the file's unit of time and not a rate. */
const HIGHEST = 1000;

/**
 * The rate of frames with given times. It is constant if one rate explains all times within the file's rounding.
 *
 * @param times of the first frames, in seconds, in the order of the file
 */
export function paceOf(times: readonly number[], { declared, tick }: Declared): Pace {
  const said = declared.filter((rate) => rate !== undefined && rate < HIGHEST) as readonly number[];
  const sorted = continuous(times, said[0]).sort((a, b) => a - b);
  const [first = 0] = sorted;
  const span = (sorted.at(-1) ?? 0) - first;
  // a clip without times, such as raw H.264, has the rate that it declares
  if (span <= 0) return { ...(said[0] === undefined ? {} : { rate: said[0] }), variable: false };
  const mean = (sorted.length - 1) / span;
  const worst = (rate: number): number =>
    sorted.reduce((most, time, k) => Math.max(most, Math.abs(time - first - k / rate)), 0);
  const rounding = 1.2 * Math.max(tick, 1e-4);
  const fits = (rate: number): boolean => worst(rate) <= rounding;
  const exact = said.map(usual).filter((rate) => rate !== undefined);
  const nearest = USUAL.toSorted((a, b) => worst(a) - worst(b));
  const constant = [...exact, ...nearest, ...said, mean].find(fits);
  return constant === undefined ? { rate: mean, variable: true } : { rate: constant, variable: false };
}
