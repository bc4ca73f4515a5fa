import { int, itemAt, type Parameter, type Refusal, type Sizes } from '../../dsl/index.js';
import type { Slab } from '../tiles/slab.js';

/** How many videos there are, where no slab says it. */
export const videosWithoutSlabs = (): Parameter<number> & { readonly default: number } =>
  int('videos sampled together; with slabs, these say how many', {
    ...{ default: 1, min: 1, unit: 'videos', saidBy: 'slab' },
  });

/** Refuse a number of videos beside slabs of another number. */
export const refuseCountBesideSlab = (count: number, { B }: Sizes, given: readonly string[]): Refusal[] =>
  !given.includes('slab') || count === 1 || count === B
    ? []
    : [
        {
          code: 'E_SETTING_TYPE',
          path: 'with.count',
          expected: 'no count beside slabs, which say how many videos there are',
          got: `${count}`,
          try: `count: ${count} in patch.slabs`,
        },
      ];

/** What videos take in turn: that of those which a slab is part of, else of `count`. */
export const ofVideos = <T>(inTurn: readonly T[], slab: Slab | undefined, count: number): T[] => {
  const { first, count: videos } = slab?.videos ?? { first: 0, count };
  return Array.from({ length: videos }, (_, i) => itemAt(inTurn, (first + i) % inTurn.length));
};
