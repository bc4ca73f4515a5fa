import { int, source, type Cascade, type Refusal } from '../../dsl/index.js';
import { peersOf } from '../tensor/members/join-gang.js';
import { slabStarts } from '../tiles/pace.js';
import type { Slab, VideoGroup } from '../tiles/slab.js';
import { videosTogether } from '../tiles/videos-together.js';
import { cascade } from '../values/cascade.js';
import { memoryLimit } from '../values/memory-limit.js';
import { refuseOwnLevel } from '../values/refuse-level.js';
import { slab } from '../values/slab.js';

/**
 * The slabs of videos one after the other, so that they are sampled in parts: each is finished before the next begins, as far as tiles do not
 * overlap along time. Coarser levels do what a slab needs of them. Of many videos, some are sampled together: all slabs of these, then all
 * slabs of the next ones, so that the memory is that of one group.
 *
 * out  slab  its number along time, and the B videos that it is part of
 * source HPDM §4.4: tiles that do not overlap are sampled independently
 */
export const patchSlabs = source({
  id: 'patch.slabs',
  summary: 'The slabs of videos along time, one after the other',
  emits: 'many',
  seeks: true,
  in: {},
  with: {
    cascade: cascade('sizes, patch and overlap of the levels'),
    level: int('last level that is sampled; −1: that of the cascade', { default: -1, min: -1 }),
    count: int('how many videos', { default: 1, min: 1, unit: 'videos' }),
    first: int('number of the first of them', { default: 0, min: 0 }),
    together: int('videos that are sampled together; 0: up to 4, as many as the memory holds', {
      ...{ default: 0, min: 0, unit: 'videos' },
    }),
    memory: memoryLimit(),
  },
  out: { slab: slab() },
  // where the last group is smaller, their size is not the same for all slabs
  dimensions: (settings) => {
    if (refusedLevel(settings).length > 0) return {};
    const { count, of } = firstGroup(settings);
    return of % count === 0 ? { B: count } : {};
  },
  check: refusedLevel,
  sketch: (settings) => ({ slab: slabAt(settings, 0) }),
  cost: (settings) => {
    const { count, of } = firstGroup(settings);
    return count < of ? { choice: `${count} of ${of} videos at a time` } : {};
  },
  steps: itemsOf,
  run: async function* (_, asked, { progress, share }, first) {
    // members may have other memory, and must have the same videos together
    const [together] = (await peersOf(share)?.texts(`${firstGroup(asked).count}`)) ?? [asked.together];
    const settings = { ...asked, together: Number(together) };
    const all = itemsOf(settings);
    for (let item = first; item < all; item++) {
      yield { slab: slabAt(settings, item) };
      progress(item + 1, all);
    }
  },
});

interface SlabSettings {
  readonly cascade: Cascade;
  readonly level: number;
  readonly count: number;
  readonly first: number;
  readonly together: number;
  readonly memory: number | undefined;
}

const lastOf = ({ levels }: Cascade, level: number): number => (level < 0 ? levels.length - 1 : level);

function refusedLevel({ cascade, level }: SlabSettings): Refusal[] {
  return refuseOwnLevel({ cascade, level: lastOf(cascade, level) });
}

const slabsOf = ({ cascade, level }: SlabSettings): number => slabStarts(cascade, lastOf(cascade, level)).length;

/** The first group of videos. */
function firstGroup({ cascade, level, count, first, together, memory }: SlabSettings): VideoGroup {
  const most = together === 0 ? videosTogether(cascade, lastOf(cascade, level), count, memory) : together;
  // groups of nearly one size
  return { first, count: Math.ceil(count / Math.ceil(count / most)), of: count, from: first };
}

/** How many slabs come, those of all groups. */
function itemsOf(settings: SlabSettings): number {
  const { count, of } = firstGroup(settings);
  return slabsOf(settings) * Math.ceil(of / count);
}

/** The slab that is an item of the run. */
function slabAt(settings: SlabSettings, item: number): Slab {
  const [group, slabs] = [firstGroup(settings), slabsOf(settings)];
  const before = Math.floor(item / slabs) * group.count;
  const videos = { ...group, first: group.from + before, count: Math.min(group.count, group.of - before) };
  const number = item % slabs;
  return { number, level: lastOf(settings.cascade, settings.level), isLast: number + 1 === slabs, videos };
}
