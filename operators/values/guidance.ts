import { numbers, type Cascade, type Refusal } from '../../dsl/index.js';
import type { Guided } from '../network/condition.js';

/** The settings of operators that make the condition of videos to be sampled. */
export const guidance = {
  guidance: numbers(
    'scale of the step from the null condition to the condition, for all levels, for the coarsest one and the others, or for each; 1: no guidance, more: past the condition',
    { default: [1] },
  ),
  interval: numbers(
    'lowest and highest σ with guidance, at input scale 1 (a level divides them by its own), for all levels, or a pair for each; []: all of them',
    { default: [] },
  ),
};

/** Values of these settings. */
export interface GuidanceSettings {
  readonly guidance: readonly number[];
  readonly interval: readonly number[];
}

/** The guidance of a condition. */
export const guidedBy = ({ guidance, interval }: GuidanceSettings): Guided => ({
  guidance,
  ...(interval.length === 0 ? {} : { interval }),
});

/** Refuse guidance that does not fit the number of levels, and an interval without a σ in it; E_CONDITION. */
export function refuseGuidance({
  cascade: { levels },
  guidance,
  interval,
}: GuidanceSettings & { readonly cascade: Cascade }): Refusal[] {
  const found: Refusal[] = [];
  if (![1, 2, levels.length].includes(guidance.length)) {
    const expected =
      levels.length === 1
        ? 'one number: the cascade has 1 level'
        : `one number, two for the coarsest level and the others, or one for each of the ${levels.length} levels`;
    const got = JSON.stringify(guidance);
    found.push({ code: 'E_CONDITION', path: 'with.guidance', expected, got, try: `[${guidance[0] ?? 1}]` });
  }
  const lows = interval.filter((_, i) => i % 2 === 0);
  const isFitting = [0, 1, levels.length].includes(interval.length / 2);
  if (!isFitting || lows.some((low, i) => low < 0 || low > (interval[2 * i + 1] ?? NaN))) {
    const each = levels.length === 1 ? '' : `, or such a pair for each of the ${levels.length} levels`;
    const expected = `[lowest, highest], 0 ≤ lowest ≤ highest${each}`;
    const [a = 0, b = a] = interval.slice(0, 2).map(Math.abs);
    const advice = `[${Math.min(a, b)}, ${Math.max(a, b)}]`;
    found.push({ code: 'E_CONDITION', path: 'with.interval', expected, got: JSON.stringify(interval), try: advice });
  }
  return found;
}
