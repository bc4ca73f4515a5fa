import { numbers, type Cascade, type Refusal } from '../../dsl/index.js';
import type { Guided } from '../network/condition.js';

/** The settings of operators that make the condition of videos to be sampled. */
export const guidance = {
  guidance: numbers(
    'scale of the step from the null condition to the condition, for all levels or for each; 1: no guidance, more: past the condition',
    { default: [1] },
  ),
  interval: numbers(
    'lowest and highest σ with guidance, at input scale 1 (a level divides them by its own); []: all of them',
    { default: [], lengths: [0, 2] },
  ),
};

/** Values of these settings. */
export interface GuidanceSettings {
  readonly guidance: readonly number[];
  readonly interval: readonly number[];
}

/** The guidance of a condition. */
export const guidedBy = ({ guidance, interval: [low, high] }: GuidanceSettings): Guided => ({
  guidance,
  ...(low === undefined || high === undefined ? {} : { interval: [low, high] as const }),
});

/** Refuse guidance that does not fit the number of levels, and an interval without a σ in it; E_CONDITION. */
export function refuseGuidance({
  cascade: { levels },
  guidance,
  interval: [low = 0, high = Infinity],
}: GuidanceSettings & { readonly cascade: Cascade }): Refusal[] {
  const found: Refusal[] = [];
  if (guidance.length !== 1 && guidance.length !== levels.length) {
    const expected = `one number, or one for each of the ${levels.length} levels`;
    const got = JSON.stringify(guidance);
    found.push({ code: 'E_CONDITION', path: 'with.guidance', expected, got, try: `[${guidance[0] ?? 1}]` });
  }
  if (low < 0 || low > high) {
    const [expected, got] = ['[lowest, highest], 0 ≤ lowest ≤ highest', `[${low}, ${high}]`];
    found.push({ code: 'E_CONDITION', path: 'with.interval', expected, got, try: `[${high}, ${low}]` });
  }
  return found;
}
