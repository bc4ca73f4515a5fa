import { int, source, type Cascade } from '../../dsl/index.js';
import { slabStarts } from '../tiles/pace.js';
import { cascade } from '../values/cascade.js';
import { refuseOwnLevel } from '../values/refuse-level.js';
import { slab } from '../values/slab.js';

/**
 * The slabs of a level one after the other, so that its video is sampled in parts: each is finished before the next begins, as far as tiles
 * do not overlap along time. Coarser levels do what a slab needs of them.
 *
 * out  slab  its number along time
 * source HPDM §4.4: tiles that do not overlap are sampled independently
 */
export const patchSlabs = source({
  id: 'patch.slabs',
  summary: 'The slabs of a level along time, one after the other',
  emits: 'many',
  seeks: true,
  in: {},
  with: {
    cascade: cascade('sizes, patch and overlap of the levels'),
    level: int('last level that is sampled; −1: that of the cascade', { default: -1, min: -1 }),
  },
  out: { slab: slab() },
  check: ({ cascade, level }) => refuseOwnLevel({ cascade, level: lastOf(cascade, level) }),
  sketch: ({ cascade, level }) => ({ slab: { number: 0, level: lastOf(cascade, level) } }),
  steps: ({ cascade, level }) => slabStarts(cascade, lastOf(cascade, level)).length,
  run: async function* (_, { cascade, level }, { progress }, first) {
    const last = lastOf(cascade, level);
    const count = slabStarts(cascade, last).length;
    for (let number = first; number < count; number++) {
      yield { slab: { number, level: last } };
      progress(number + 1, count);
    }
  },
});

const lastOf = ({ levels }: Cascade, level: number): number => (level < 0 ? levels.length - 1 : level);
