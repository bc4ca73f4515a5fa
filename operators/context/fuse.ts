import { allPieces, int, optional, stage } from '../../dsl/index.js';
import { pieceByPiece } from '../tensor/piece-by-piece.js';
import { measure } from '../tensor/sketch/measure.js';
import type { ProjectedContext, ProjectedParts } from '../tiles/level-context.js';
import { mostAtOnce, mostKept, paceAt, slabStarts } from '../tiles/pace.js';
import { padParts } from '../tiles/pad-parts.js';
import { activeIn, projectLevel } from '../tiles/project-level.js';
import { shareProjected } from '../tiles/share-context.js';
import { CHUNK } from '../tiles/through-network.js';
import { groupCount } from '../tiles/slab.js';
import { context, projected } from '../values/context.js';
import { memoryLimit } from '../values/memory-limit.js';
import { network } from '../values/network.js';
import { refuseWithoutContext } from '../values/refuse-level.js';
import { slab } from '../values/slab.js';

/**
 * Sample and project the context of the tiles of a level; it does not change while the level is denoised. Where the memory does not hold
 * it, tiles make theirs whenever they go through the network.
 *
 * in   context    of the finished levels, left out for level 0; the network
 *      slab       for each slab there is the context of the tiles that are sampled then; left out: of all tiles
 * out  projected  per block, what is added to the tokens of the tiles
 * source HPDM §3.2 eq. 7–9
 */
export const contextFuse = stage({
  id: 'context.fuse',
  summary: "Sample and project the context of a level's tiles",
  in: { network: network(), context: optional(context()), slab: optional(slab()) },
  with: {
    level: int('level of the tiles', { min: 0 }),
    batch: int('patches per call of the network', { default: CHUNK, min: 1, unit: 'patches' }),
    memory: memoryLimit(),
  },
  out: { projected: projected() },
  dimensions: ({ level }) => ({ K: level }),
  check: refuseWithoutContext,
  sketch: (settings, _, { network, context = [], slab }) => {
    const { first, parts } = joined(allPieces(projectLevel(network, context, settings, slab)));
    const most = slab === undefined ? 1 : mostAtOnce(network.cascade, settings.level, slab.level).active;
    return { projected: { first, parts: padParts(parts, most), slabs: slab?.level } };
  },
  cost: (settings, _, { inputs }) => {
    const { network, context = [], slab } = inputs;
    if (context.length === 0) return {};
    const { flops, bytes, choice } = measure(() => allPieces(projectLevel(network, context, settings, slab)), inputs);
    const [from, to] = activeIn(network.cascade, settings.level, slab);
    const share = slab === undefined ? 1 : (to - from) / slabStarts(network.cascade, settings.level).length;
    return { flops: (flops / share) * groupCount(slab), bytes, ...(choice === undefined ? {} : { choice }) };
  },
  keeps: ({ level }, _, { inputs: { network, slab }, outputs: { projected } }) =>
    slab && projected.parts.slice(0, mostKept(network.cascade, level, slab.level).tiles),
  open: (settings, { signal }) => {
    /** The tiles along time that are being sampled and are not finished with this slab, with their context. */
    const held = new Map<number, ProjectedContext>();
    const drop = (): void => {
      projected().kind.release({ first: 0, parts: [...held.values()] });
      held.clear();
    };
    const handOn = (number: number, isOver: boolean): ProjectedContext => {
      const part = held.get(number) as ProjectedContext;
      if (!isOver) return shareProjected(part);
      held.delete(number);
      return part;
    };
    return {
      next: async ({ network, context = [], slab }) => {
        const made = (isWanted?: (number: number) => boolean) =>
          pieceByPiece(projectLevel(network, context, settings, slab, isWanted), { signal });
        if (slab === undefined) return { projected: joined(await made()) };
        const [from, to] = activeIn(network.cascade, settings.level, slab);
        for (const [number, part] of await made((number) => !held.has(number))) held.set(number, part);
        const [, finished] = paceAt(network.cascade, settings.level, slab).finished;
        const parts = Array.from({ length: to - from }, (_, i) => handOn(from + i, from + i < finished));
        return { projected: { first: from, parts, slabs: slab.level } };
      },
      done: drop,
      abort: drop,
    };
  },
});

const joined = (parts: readonly (readonly [number, ProjectedContext])[]): ProjectedParts => ({
  first: parts[0]?.[0] ?? 0,
  parts: parts.map(([, part]) => part),
});
