import { axisStarts, contextStarts, itemAt, levelOf, parentTile, readsCoarser, SAMPLERS } from '../../dsl/index.js';
import type { Cascade } from '../../dsl/index.js';
import type { Slab } from './slab.js';

/** Consecutive numbers: from, and the first that is not among them. */
export type Range = readonly [from: number, to: number];

/** What a level has to do for one slab of the last level that is sampled. Slabs and tiles are counted along time. */
export interface Pace {
  /** The slabs that become finished: of the level's video, the frames from the start of a tile to that of the next. */
  readonly finished: Range;
  /** The slabs whose sampling begins. */
  readonly begun: Range;
  /** The tiles that go through the network, those of earlier slabs that are not finished included. */
  readonly active: Range;
  /** The tiles of the finished video that finer levels will read, and have not read before. */
  readonly encoded: Range;
  /** The tiles of the finished video that finer levels read now. */
  readonly read: Range;
}

/** Which slab, in any group of videos. */
type SlabNumber = Pick<Slab, 'number' | 'level'>;

/** What a level has to do for a slab. */
export const paceAt = (cascade: Cascade, level: number, { number, level: last }: SlabNumber): Pace =>
  itemAt(itemAt(pacesOf(cascade, last), number), level);

const paces = new WeakMap<Cascade, Map<number, readonly (readonly Pace[])[]>>();

const starts = new WeakMap<Cascade, Map<number, readonly number[]>>();

/** The starts of the tiles of a level along time, in its frames. */
export function slabStarts(cascade: Cascade, level: number): readonly number[] {
  const known = starts.get(cascade) ?? new Map<number, readonly number[]>();
  starts.set(cascade, known);
  const { size, overlap } = levelOf(cascade, level);
  const found = known.get(level) ?? axisStarts(size[0], cascade.patch[0], overlap[0]);
  known.set(level, found);
  return found;
}

/** The frames of consecutive slabs of a level. */
export function framesOf(cascade: Cascade, level: number, [from, to]: Range): Range {
  const starts = slabStarts(cascade, level);
  const at = (slab: number): number => starts[slab] ?? levelOf(cascade, level).size[0];
  return [at(from), at(to)];
}

/**
 * What the levels have to do while the slabs of the last one are made in order: no more than these slabs need.
 *
 * Where tiles overlap along time, a slab is finished only after its neighbours have come almost as far, these only after theirs, and so on:
 * for every estimate of the sampler, one tile further. Where this reaches the end, the level is finished as a whole.
 *
 * @param last number of the last level that is sampled
 * @returns for each slab of that level, the pace of every level up to it
 */
export function pacesOf(cascade: Cascade, last: number): readonly (readonly Pace[])[] {
  const known = paces.get(cascade) ?? new Map<number, readonly (readonly Pace[])[]>();
  paces.set(cascade, known);
  const found = known.get(last) ?? allPaces(cascade, last);
  known.set(last, found);
  return found;
}

/** How far each level has come after a slab: numbers of slabs and tiles. */
interface Progress {
  readonly finished: number;
  readonly begun: number;
  readonly active: number;
  readonly encoded: number;
}

const NOTHING: Progress = { finished: 0, begun: 0, active: 0, encoded: 0 };

function allPaces(cascade: Cascade, last: number): Pace[][] {
  const count = slabStarts(cascade, last).length;
  let before = Array.from({ length: last + 1 }, () => NOTHING);
  return Array.from({ length: count }, (_, slab) => {
    const after = progressAfter(cascade, last, slab);
    const lows = lowestRead(cascade, last, before);
    const paces = after.map((now, level): Pace => {
      const { finished, begun, encoded } = itemAt(before, level);
      return {
        finished: [finished, now.finished],
        begun: [begun, now.begun],
        active: [finished, now.active],
        encoded: [encoded, now.encoded],
        read: [Math.min(itemAt(lows, level), now.encoded), now.encoded],
      };
    });
    before = after;
    return paces;
  });
}

/** How far the levels must have come for the slabs of the last level up to one; from fine to coarse, because finer levels need coarser ones. */
function progressAfter(cascade: Cascade, last: number, slab: number): Progress[] {
  const all: Progress[] = [];
  const [, end] = framesOf(cascade, last, [slab, slab + 1]);
  const seconds = end * levelOf(cascade, last).factor[0];
  for (let level = last; level >= 0; level--) {
    const finer = level === last ? undefined : all[0];
    const own = Math.ceil(seconds / levelOf(cascade, level).factor[0]);
    const encoded = finer === undefined || !readsCoarser(cascade) ? 0 : parentsOf(cascade, level + 1, finer);
    const read = encoded === 0 ? 0 : itemAt(contextStarts(cascade, level, 0), encoded - 1) + cascade.patch[0];
    const started = finer === undefined ? 0 : framesToStartFrom(cascade, level + 1, finer.begun);
    all.unshift({ ...progressTo(cascade, level, Math.max(own, read, started)), encoded });
  }
  return all;
}

/** How many tiles of the previous level the active tiles of a level and those that are read of it need, from the first on. */
function parentsOf(cascade: Cascade, level: number, { active, encoded }: Progress): number {
  const starts = [slabStarts(cascade, level)[active - 1], contextStarts(cascade, level, 0)[encoded - 1]];
  const parents = starts.map((start) => (start === undefined ? 0 : 1 + (parentTile(cascade, level, 0, start) ?? 0)));
  return Math.max(...parents);
}

/** How many frames of the previous level a level needs that starts from it, upsampled linearly. */
function framesToStartFrom(cascade: Cascade, level: number, begun: number): number {
  if (levelOf(cascade, level).start !== 'coarser') return 0;
  const [, end] = framesOf(cascade, level, [0, begun]);
  const [own, before] = [levelOf(cascade, level).size[0], levelOf(cascade, level - 1).size[0]];
  return Math.min(before, Math.floor(((end - 0.5) * before) / own - 0.5) + 2);
}

/** How far a level must have come so that so many of its frames are finished. */
function progressTo(cascade: Cascade, level: number, frames: number): Omit<Progress, 'encoded'> {
  const starts = slabStarts(cascade, level);
  const size = levelOf(cascade, level).size[0];
  const finished = 1 + starts.findIndex((_, slab) => (starts[slab + 1] ?? size) >= frames);
  const reach = (slab: number): number =>
    starts.findLastIndex((start) => start < itemAt(starts, slab) + cascade.patch[0]);
  let [active, begun] = [finished - 1, finished - 1];
  for (let calls = estimatesOf(cascade, level); calls > 0; calls--) [active, begun] = [begun, reach(begun)];
  const whole = starts.length;
  if (begun + 1 === whole && begun > finished - 1) return { finished: whole, active: whole, begun: whole };
  return { finished, active: active + 1, begun: begun + 1 };
}

/** How often a slab is estimated while it is sampled. */
function estimatesOf(cascade: Cascade, level: number): number {
  const { sampler, steps } = levelOf(cascade, level);
  return SAMPLERS[sampler].calls(steps);
}

/** The first tile of each level that finer levels still read, after what was done before. */
function lowestRead(cascade: Cascade, last: number, before: readonly Progress[]): number[] {
  const lows = Array.from({ length: last + 1 }, () => Infinity);
  for (let level = last; level > 0; level--) {
    const sampled = slabStarts(cascade, level)[itemAt(before, level).finished];
    const read = contextStarts(cascade, level, 0)[Math.min(itemAt(lows, level), itemAt(before, level).encoded)];
    const parents = [sampled, level === last ? undefined : read].map((start) =>
      start === undefined ? Infinity : (parentTile(cascade, level, 0, start) ?? Infinity),
    );
    lows[level - 1] = Math.min(...parents);
  }
  return lows;
}

/** The most of a level that is in memory at once: frames that are sampled, tiles along time that are, and those that finer levels read. */
export function mostAtOnce(
  cascade: Cascade,
  level: number,
  last: number | undefined,
): { readonly frames: number; readonly active: number; readonly read: number } {
  if (last === undefined) {
    const read = contextStarts(cascade, level, 0).length;
    return { frames: levelOf(cascade, level).size[0], active: slabStarts(cascade, level).length, read };
  }
  const all = pacesOf(cascade, last).map((paces) => itemAt(paces, level));
  const most = (of: (pace: Pace) => number): number => Math.max(...all.map(of));
  return {
    frames: most(({ finished: [from], begun: [, to] }) => {
      const [start, end] = framesOf(cascade, level, [from, to]);
      return end - start;
    }),
    active: most(({ active: [from, to] }) => to - from),
    read: most(({ read: [from, to] }) => to - from),
  };
}

/** The most of a level that stays in memory from one slab to the next. */
export interface Kept {
  /** Frames whose sampling has begun and is not finished, and tiles along time over them that have gone through the network. */
  readonly frames: number;
  readonly tiles: number;
  /** Finished frames that are still to be encoded, and encoded tiles that the next slab reads. */
  readonly finished: number;
  readonly read: number;
}

/** The most of a level that stays in memory from one slab to the next. */
export function mostKept(cascade: Cascade, level: number, last: number): Kept {
  const all = pacesOf(cascade, last).map((paces) => itemAt(paces, level));
  const most = (of: (pace: Pace) => number): number => Math.max(...all.map(of));
  const tiles = contextStarts(cascade, level, 0);
  const read = all.map(({ encoded }, number) => encoded[1] - readNext(cascade, level, { number, level: last }));
  return {
    read: Math.max(0, ...read),
    frames: most(({ finished: [, from], begun: [, to] }) => {
      const [start, end] = framesOf(cascade, level, [from, to]);
      return end - start;
    }),
    tiles: most(({ finished: [, from], active: [, to] }) => to - from),
    // the last level is not encoded
    finished:
      level === last
        ? 0
        : mostWaiting(all.map(({ finished, encoded }) => [framesOf(cascade, level, finished), tiles[encoded[1]]])),
  };
}

/** The first encoded tile that is read for the slab after one; Infinity after the last. */
export const readNext = (cascade: Cascade, level: number, { number, level: last }: SlabNumber): number =>
  pacesOf(cascade, last)[number + 1]?.[level]?.read[0] ?? Infinity;

/**
 * The most frames that wait, of pieces that come one after the other.
 *
 * @param steps a piece, and the first frame that is needed after it; undefined for none. A piece is kept as a whole.
 */
function mostWaiting(steps: readonly (readonly [piece: Range, needed: number | undefined])[]): number {
  let [pieces, most]: [Range[], number] = [[], 0];
  for (const [piece, needed = Infinity] of steps) {
    pieces = [...pieces, piece].filter(([, to]) => to > needed);
    most = Math.max(
      most,
      pieces.reduce((sum, [from, to]) => sum + to - from, 0),
    );
  }
  return most;
}
