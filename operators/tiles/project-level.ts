import { itemAt, type Cascade, type InPieces } from '../../dsl/index.js';
import type { Network } from '../network/network.js';
import { halvesRead } from './halves-read.js';
import type { ProjectedContext, SampledContext } from './level-context.js';
import { paceAt, slabStarts, type Range } from './pace.js';
import { planTiles, type LevelLoad } from './plan-tiles.js';
import { projectTiles } from './project-tiles.js';
import { shareContext, shareWhole } from './share-context.js';
import type { Slab } from './slab.js';
import { isAlone, tilesPerCall } from './through-network.js';
import { tileCount, tilingOf, type Tiling } from './tiling.js';

/** The level whose context is projected, and how. */
export interface Projecting {
  readonly level: number;
  /** Tiles at a time, at most. */
  readonly batch: number;
  /** Bytes that the process may take; undefined: any number. */
  readonly memory?: number | undefined;
}

/** The tiles along time that are sampled for a slab. */
export function activeIn(cascade: Cascade, level: number, slab: Slab | undefined): Range {
  if (slab === undefined) return [0, slabStarts(cascade, level).length];
  return paceAt(cascade, level, slab).active;
}

/**
 * The projected context of a whole level, as number 0; with a slab that of the tiles along time that are sampled then, by their numbers.
 *
 * @param isWanted which of these are made
 */
export function* projectLevel(
  network: Network,
  context: SampledContext,
  { level, batch, memory }: Projecting,
  slab?: Slab,
  isWanted: (number: number) => boolean = () => true,
): InPieces<[number, ProjectedContext][]> {
  const { cascade } = network;
  const [starts, hs, ws] = tilingOf(cascade, level);
  const [videos, halves] = [context[0]?.videos ?? 1, halvesRead(context)];
  const load = { cascade, level, videos, halves, precision: network.precision, slabs: slab?.level };
  const part = { ...load, batch, memory };
  if (slab === undefined) return [[0, yield* projectPart(network, context, { ...part, tiling: [starts, hs, ws] }, [])]];
  const [from, to] = activeIn(cascade, level, slab);
  const made: [number, ProjectedContext][] = [];
  for (let number = from; number < to; number++) {
    if (!isWanted(number)) continue;
    const tiling: Tiling = [[itemAt(starts, number)], hs, ws];
    made.push([number, yield* projectPart(network, context, { ...part, tiling }, made)]);
  }
  return made;
}

type Part = LevelLoad & Projecting & { readonly tiling: Tiling };

/**
 * A piece of the work for each group of tiles, the first one after what was made before.
 *
 * @param before what was made before, and is needed
 */
function* projectPart(
  network: Network,
  context: SampledContext,
  part: Part,
  before: unknown,
): InPieces<ProjectedContext> {
  const { level, videos, halves, tiling } = part;
  const whole = { level, tiling, halves, kept: [], coarser: [] };
  if (context.length === 0) return whole;
  const plan = planTiles(part, part.batch, part.memory);
  if (!plan.kept) return { ...whole, coarser: shared(context) };
  const [total, step] = [videos * tileCount(tiling), tilesPerCall(plan.batch, halves)];
  const own = network.members?.own(total) ?? { first: 0, count: total };
  const kept: ProjectedContext['kept'][number][] = [];
  for (let start = own.first; start < own.first + own.count; start += step) {
    if (isAlone(network)) yield { needed: [before, kept], done: start - own.first, of: own.count };
    const count = Math.min(step, own.first + own.count - start);
    kept.push({ count, ...projectTiles(network, { level, tiling, start, count }, context) });
  }
  return { ...whole, first: own.first, kept };
}

/** Copies of the finished levels; only the last one's pixels and estimates are read. */
const shared = (context: SampledContext): SampledContext => {
  const last = context.at(-1)?.level;
  return context.map((one) => (one.level === last ? shareWhole(one) : shareContext(one)));
};
