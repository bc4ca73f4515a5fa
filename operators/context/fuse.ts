import { int, optional, pure } from '../../dsl/index.js';
import type { ProjectedContext, SampledContext } from '../tiles/level-context.js';
import { planTiles } from '../tiles/plan-tiles.js';
import { projectTiles } from '../tiles/project-tiles.js';
import { shareContext, shareWhole } from '../tiles/share-context.js';
import { CHUNK, tilesPerCall } from '../tiles/through-network.js';
import { tileCount, tilingOf } from '../tiles/tiling.js';
import { context, projected } from '../values/context.js';
import { memoryLimit } from '../values/memory-limit.js';
import { network } from '../values/network.js';
import { refuseWithoutContext } from '../values/refuse-level.js';

/**
 * Sample and project the context of all tiles of a level; it does not change while the level is denoised. Where the memory does not hold
 * it, tiles make theirs whenever they go through the network.
 *
 * in   context    of the finished levels, left out for level 0; the network
 * out  projected  per block, what is added to the tokens of the tiles
 * source HPDM §3.2 eq. 7–9
 */
export const contextFuse = pure({
  id: 'context.fuse',
  summary: "Sample and project the context of a level's tiles",
  in: { network: network(), context: optional(context()) },
  with: {
    level: int('level of the tiles', { min: 0 }),
    batch: int('patches per call of the network', { default: CHUNK, min: 1, unit: 'patches' }),
    memory: memoryLimit(),
  },
  out: { projected: projected() },
  dimensions: ({ level }) => ({ K: level }),
  check: refuseWithoutContext,
  run: ({ network, context = [] }, { level, batch, memory }) => {
    const { cascade } = network;
    const [first] = context;
    const { videos, halves } = first ?? { videos: 1, halves: 1 as const };
    const tiling = tilingOf(cascade, level);
    const whole = { level, tiling, halves, kept: [], coarser: [] };
    if (first === undefined) return { projected: whole };
    const plan = planTiles({ cascade, level, videos, halves }, batch, memory);
    if (!plan.kept) return { projected: { ...whole, coarser: shared(context) } };
    const [total, step] = [videos * tileCount(tiling), tilesPerCall(plan.batch, halves)];
    const kept: ProjectedContext['kept'][number][] = [];
    for (let start = 0; start < total; start += step) {
      const count = Math.min(step, total - start);
      kept.push({ count, ...projectTiles(network, { level, tiling, start, count }, context) });
    }
    return { projected: { ...whole, kept } };
  },
});

/** Copies of the finished levels; only the last one's pixels and estimates are read. */
const shared = (context: SampledContext): SampledContext =>
  context.map((level, i) => (i + 1 < context.length ? shareContext(level) : shareWhole(level)));
