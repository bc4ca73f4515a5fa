import type { Cascade, Refusal } from '../../dsl/index.js';

/** Refuse a level that starts from the one before and does not get its video. */
export function refuseWithoutStart(
  { cascade, level }: { readonly cascade: Cascade; readonly level: number },
  given: readonly string[],
): Refusal[] {
  if (cascade.levels[level]?.start !== 'coarser' || given.includes('coarser') || given.includes('start')) return [];
  const expected = `the video of level ${level - 1}, from which the cascade says that this level starts (start: coarser)`;
  return [{ code: 'E_CONTEXT', path: 'in', expected, got: 'none', try: `coarser: NODE.video, or start: noise` }];
}
