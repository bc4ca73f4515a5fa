/**
 * The speed of a node. Timing starts with the first progress report, because the time before it was spent on loading and warming up, and again
 * whenever less is done than before: the node has begun with another item.
 */
export class Pace {
  private from: number | undefined;
  private since: number;
  private last = 0;
  private rate = NaN;

  /** @param now milliseconds on any clock */
  constructor(now: number) {
    this.since = now;
  }

  /** Throughput when something was last done, for reports between two steps are of the one in progress; NaN before there are two reports. */
  perSecond(done: number, now: number): number {
    if (this.from === undefined || done < this.last) [this.from, this.since] = [done, now];
    else if (done === this.last) return this.rate;
    this.last = done;
    const perSecond = ((done - this.from) * 1000) / (now - this.since);
    return (this.rate = perSecond > 0 && Number.isFinite(perSecond) ? perSecond : NaN);
  }

  /** Throughput and remaining time in words, such as `4.2/s`, `12 s left`; empty before there are two reports. */
  describe(done: number, total: number | undefined, now: number): string[] {
    const perSecond = this.perSecond(done, now);
    if (Number.isNaN(perSecond)) return [];
    const rate = perSecond >= 1 ? `${round(perSecond)}/s` : `${round(1 / perSecond)} s each`;
    return total === undefined || done >= total ? [rate] : [rate, `${formatSeconds((total - done) / perSecond)} left`];
  }
}

const round = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

/** `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.round((whole % 3600) / 60)} min`;
}
