import type { Cascade, Refusal, Sizes } from '../dsl/index.js';

/** Refuse a level the cascade does not have; `L` is how many it has. */
export function refuseLevel({ level }: { readonly level: number }, { L }: Sizes): Refusal[] {
  if (L === undefined || level < L) return [];
  const expected =
    L === 1 ? '0: the cascade has 1 level' : `0 to ${L - 1}: the cascade has ${L} levels, and the first is 0`;
  return [{ code: 'E_LEVEL', path: 'with.level', expected, got: `${level}`, try: `level: ${L - 1}` }];
}

/** Refuse a level that the cascade of the settings does not have. */
export const refuseOwnLevel = (settings: { readonly cascade: Cascade; readonly level: number }): Refusal[] =>
  refuseLevel(settings, { L: settings.cascade.levels.length });
