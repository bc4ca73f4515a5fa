/** How the learning rate goes on after the warm-up; see `learningRate`. */
export const SCHEDULES = ['cosine', 'constant', 'linear-end'] as const;
/** The name of a schedule. */
export type Schedule = (typeof SCHEDULES)[number];

/** Share of the run in which `linear-end` brings the rate down. */
const END_SHARE = 0.2;

/** What decides the learning rate of a step. */
export interface RateSettings {
  readonly base: number;
  /** Steps of linear warm-up from 0. */
  readonly warmup: number;
  /** Steps of the whole run; Infinity if its length is not a number of steps. */
  readonly total: number;
  /** The rate at the end. */
  readonly minimum?: number;
  readonly schedule?: Schedule;
  /** Share of the run that is done by another measure, such as time; the larger share counts. */
  readonly share?: number;
}

/**
 * The learning rate of a step: linear warm-up from 0; then, down to `minimum` at step `total` and constant after it,
 * `cosine`: half a cosine; `constant`: no change; `linear-end`: no change, and a straight line in the last fifth.
 *
 * The cosine is that of timm's CosineLRScheduler with a warm-up prefix and pix2seq's `cosine`.
 *
 * @param step counted from 0
 */
export function learningRate(step: number, settings: RateSettings): number {
  const { base, warmup, total, minimum = 0, schedule = 'cosine', share = 0 } = settings;
  if (step < warmup) return (base * step) / warmup;
  if (schedule === 'constant') return base;
  if (step >= total || share >= 1) return minimum;
  const done = Math.max((step - warmup) / (total - warmup), share);
  if (schedule === 'cosine') return minimum + ((base - minimum) / 2) * (1 + Math.cos(Math.PI * done));
  return minimum + (base - minimum) * Math.min(1, (1 - done) / END_SHARE);
}
