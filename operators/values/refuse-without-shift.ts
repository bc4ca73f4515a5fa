import type { Cascade, Refusal } from '../../dsl/index.js';

/** Refuse a level whose tiles are moved in every step (`shift`) where the operator is not told how far. */
export function refuseWithoutShift(
  { cascade, level }: { readonly cascade: Cascade; readonly level: number },
  given: readonly string[],
): Refusal[] {
  if (cascade.levels[level]?.shift !== true || given.includes('shift')) return [];
  return [
    {
      code: 'E_INPUT_MISSING',
      path: 'in',
      expected: `how far the tiles of level ${level} are moved in each step, because the cascade says shift: true`,
      got: 'none',
      try: 'shift: in.shift, inside the body of denoise.solve; or shift: false in the cascade',
    },
  ];
}
