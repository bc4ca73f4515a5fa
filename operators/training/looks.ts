import type { DownstreamNode } from '../../dsl/index.js';
import type { Counters } from './training-state.js';

/** A node after a training, and when it looks at moments or average: after every so many steps, and after so many minutes. */
interface Look {
  readonly node: string;
  /** 0: never. */
  readonly every: number;
  /** 0: never. */
  readonly minutes: number;
  /** Seconds of training before its last look. */
  before: number;
}

/**
 * The looks of the nodes after a training at moments and average, which members who divide them bring together only then. These nodes say so
 * by a setting `every`, in steps, and perhaps `minutes`. All members have the same looks, as they count the same steps and seconds.
 */
export class Looks {
  readonly #looks: readonly Look[];

  constructor(downstream: readonly DownstreamNode[], { seconds: before }: Pick<Counters, 'seconds'>) {
    this.#looks = downstream
      .filter(({ parameters }) => parameters['every']?.unit === 'steps')
      .map(({ name: node, settings: { every, minutes = 0 } }) => {
        return { node, every: Number(every), minutes: Number(minutes), before };
      });
  }

  /**
   * The nodes that look at the state after a step.
   *
   * @param isLast whether it is the last one of this part of the run, after which all look
   */
  at({ step, seconds }: Pick<Counters, 'step' | 'seconds'>, isLast: boolean): string[] {
    const due = this.#looks.filter(({ every, minutes, before }) => {
      const late = minutes > 0 && seconds - before >= 60 * minutes;
      return isLast || step % every === 0 || late;
    });
    for (const look of due) look.before = seconds;
    return due.map(({ node }) => node);
  }
}
