import { int, itemAt, optional, stage, type Cascade } from '../../dsl/index.js';
import type { Network } from '../network/network.js';
import { measure } from '../tensor/sketch/measure.js';
import type { ProjectedContext, ProjectedParts, SampledContext } from '../tiles/level-context.js';
import { mostAtOnce, mostKept, paceAt, slabStarts, type Range } from '../tiles/pace.js';
import { halvesRead } from '../tiles/halves-read.js';
import { padParts } from '../tiles/pad-parts.js';
import { planTiles, type LevelLoad } from '../tiles/plan-tiles.js';
import { projectTiles } from '../tiles/project-tiles.js';
import { shareContext, shareProjected, shareWhole } from '../tiles/share-context.js';
import { CHUNK, tilesPerCall } from '../tiles/through-network.js';
import { groupCount, type Slab } from '../tiles/slab.js';
import { tileCount, tilingOf, type Tiling } from '../tiles/tiling.js';
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
    const { first, parts } = joined(project(network, context, settings, slab));
    const most = slab === undefined ? 1 : mostAtOnce(network.cascade, settings.level, slab.level).active;
    return { projected: { first, parts: padParts(parts, most), slabs: slab?.level } };
  },
  cost: (settings, _, { inputs }) => {
    const { network, context = [], slab } = inputs;
    if (context.length === 0) return {};
    const { flops, bytes, choice } = measure(() => project(network, context, settings, slab), inputs);
    const [from, to] = activeIn(network.cascade, settings.level, slab);
    const share = slab === undefined ? 1 : (to - from) / slabStarts(network.cascade, settings.level).length;
    return { flops: (flops / share) * groupCount(slab), bytes, ...(choice === undefined ? {} : { choice }) };
  },
  keeps: ({ level }, _, { inputs: { network, slab }, outputs: { projected } }) =>
    slab && projected.parts.slice(0, mostKept(network.cascade, level, slab.level).tiles),
  open: (settings) => {
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
      next: ({ network, context = [], slab }) => {
        if (slab === undefined) return { projected: joined(project(network, context, settings)) };
        const [from, to] = activeIn(network.cascade, settings.level, slab);
        const isNew = (number: number): boolean => !held.has(number);
        for (const [number, part] of project(network, context, settings, slab, isNew)) held.set(number, part);
        const [, finished] = paceAt(network.cascade, settings.level, slab).finished;
        const parts = Array.from({ length: to - from }, (_, i) => handOn(from + i, from + i < finished));
        return { projected: { first: from, parts, slabs: slab.level } };
      },
      done: drop,
      abort: drop,
    };
  },
});

interface Fusing {
  readonly level: number;
  readonly batch: number;
  readonly memory?: number | undefined;
}

/** The tiles along time that are sampled for a slab. */
function activeIn(cascade: Cascade, level: number, slab: Slab | undefined): Range {
  if (slab === undefined) return [0, slabStarts(cascade, level).length];
  return paceAt(cascade, level, slab).active;
}

/** The context of the whole level, as number 0; with a slab that of the wanted tiles along time, by their numbers. */
function project(
  network: Network,
  context: SampledContext,
  { level, batch, memory }: Fusing,
  slab?: Slab,
  isWanted: (number: number) => boolean = () => true,
): [number, ProjectedContext][] {
  const { cascade } = network;
  const [starts, hs, ws] = tilingOf(cascade, level);
  const [videos, halves] = [context[0]?.videos ?? 1, halvesRead(context)];
  const load = { cascade, level, videos, halves, precision: network.precision, slabs: slab?.level };
  const of = (tiling: Tiling) => projectPart(network, context, { ...load, tiling, batch, memory });
  if (slab === undefined) return [[0, of([starts, hs, ws])]];
  const [from, to] = activeIn(cascade, level, slab);
  const numbers = Array.from({ length: to - from }, (_, i) => from + i).filter(isWanted);
  return numbers.map((number) => [number, of([[itemAt(starts, number)], hs, ws])]);
}

type Part = LevelLoad & { readonly tiling: Tiling; readonly batch: number; readonly memory: number | undefined };

function projectPart(network: Network, context: SampledContext, part: Part): ProjectedContext {
  const { level, videos, halves, tiling } = part;
  const whole = { level, tiling, halves, kept: [], coarser: [] };
  if (context.length === 0) return whole;
  const plan = planTiles(part, part.batch, part.memory);
  if (!plan.kept) return { ...whole, coarser: shared(context) };
  const [total, step] = [videos * tileCount(tiling), tilesPerCall(plan.batch, halves)];
  const own = network.members?.own(total) ?? { first: 0, count: total };
  const kept: ProjectedContext['kept'][number][] = [];
  for (let start = own.first; start < own.first + own.count; start += step) {
    const count = Math.min(step, own.first + own.count - start);
    kept.push({ count, ...projectTiles(network, { level, tiling, start, count }, context) });
  }
  return { ...whole, first: own.first, kept };
}

const joined = (parts: readonly (readonly [number, ProjectedContext])[]): ProjectedParts => ({
  first: parts[0]?.[0] ?? 0,
  parts: parts.map(([, part]) => part),
});

/** Copies of the finished levels; only the last one's pixels and estimates are read. */
const shared = (context: SampledContext): SampledContext => {
  const last = context.at(-1)?.level;
  return context.map((one) => (one.level === last ? shareWhole(one) : shareContext(one)));
};
