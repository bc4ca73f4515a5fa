import type { Cascade, Refusal, Sizes } from '../../dsl/index.js';

/** Refuse a level that the cascade does not have; `L` is the number of its levels. */
export function refuseLevel({ level }: { readonly level: number }, { L }: Sizes): Refusal[] {
  if (L === undefined || level < L) return [];
  const expected =
    L === 1 ? '0: the cascade has 1 level' : `0 to ${L - 1}: the cascade has ${L} levels, and the first is 0`;
  return [{ code: 'E_LEVEL', path: 'with.level', expected, got: `${level}`, try: `level: ${L - 1}` }];
}

/** Refuse a level that the cascade of the settings does not have. */
export const refuseOwnLevel = (settings: { readonly cascade: Cascade; readonly level: number }): Refusal[] =>
  refuseLevel(settings, { L: settings.cascade.levels.length });

/** Refuse a finer level that does not get the context of the coarser ones, even if the network has no fusion. */
export const refuseWithoutContext = (
  settings: { readonly level: number },
  sizes: Sizes,
  given: readonly string[],
): Refusal[] => {
  const { level } = settings;
  if (level === 0 || given.includes('context')) return refuseLevel(settings, sizes);
  const coarser = level === 1 ? 'level 0' : `levels 0 to ${level - 1}`;
  const advice = `context: NODE.context, of the node that encodes level ${level - 1}`;
  const missing: Refusal = {
    code: 'E_CONTEXT',
    path: 'in',
    expected: `the context of ${coarser}`,
    got: 'none',
    try: advice,
  };
  return [...refuseLevel(settings, sizes), missing];
};
