import type { Port } from '../../dsl/index.js';
import type { Slab } from '../tiles/slab.js';
import { plainKind } from './plain-kind.js';

const SLAB = {
  ...plainKind<Slab, 'slab'>('slab', ([count = 1]) => {
    return { number: 0, level: 0, isLast: true, videos: { first: 0, count, of: count, from: 0 } };
  }),
  shapeOf: ({ videos }: Slab): readonly number[] => [videos.count],
};

/** A slab of the last level that is sampled, of B videos. */
export const slab = (): Port<Slab, 'slab'> => ({ kind: SLAB, layout: ['B'] });
