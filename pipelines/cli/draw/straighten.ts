import { entryOf, itemAt } from '../../../dsl/index.js';
/** An item in a rank, from `x - left` to `x + right`. */
export interface Stop {
  x: number;
  readonly y: number;
  readonly left: number;
  readonly right: number;
}

/** A turn of an edge. Edges between the same two boxes have the same `bundle`; `order` is the order of their pins. */
export interface Turn extends Stop {
  readonly bundle: string;
  readonly order: number;
}

/** An edge from pin to pin. */
export interface Way {
  readonly start: number;
  readonly end: number;
  readonly turns: readonly Turn[];
}

/** Smallest space between an edge and its neighbours. */
const GAP = 9;
const SWEEPS = 8;

/**
 * Move the turns of edges sideways, in place. Afterwards edges between the same two boxes are in the order of their pins, and every edge
 * is as straight as its neighbours allow. Only edges between the same two boxes change their order in a rank, so nothing overlaps.
 */
export function straighten(ways: readonly Way[], walls: readonly Stop[]): void {
  const ranks = new Map<number, Stop[]>();
  for (const stop of [...walls, ...ways.flatMap(({ turns }) => turns)]) {
    ranks.set(stop.y, [...(ranks.get(stop.y) ?? []), stop]);
  }
  const free = new Map<Stop, () => readonly [number, number]>();
  for (const rank of ranks.values()) {
    rank.sort((a, b) => a.x - b.x);
    untangle(rank);
    clear(rank);
    rank.forEach((stop, i) => free.set(stop, () => room(stop, rank[i - 1], rank[i + 1])));
  }
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const way of ways) pull(way, (stop) => entryOf(free, stop)());
  }
}

const isTurn = (stop: Stop): stop is Turn => 'bundle' in stop;

/** Put neighbours of one bundle in the order of their pins, within the space that they occupy together. */
function untangle(rank: Stop[]): void {
  for (let first = 0, next = 1; first < rank.length; first = next, next += 1) {
    const bundle = bundleOf(rank[first]);
    while (bundle !== undefined && bundleOf(rank[next]) === bundle) next += 1;
    const turns = rank.slice(first, next).filter(isTurn);
    const gaps = turns.map(
      (turn, i) => turn.x - turn.left - ends(turns[i - 1] ?? { ...turn, x: turn.x - turn.left, right: 0 }),
    );
    let x = Math.min(...turns.map((turn) => turn.x - turn.left));
    turns.sort((a, b) => a.order - b.order);
    turns.forEach((turn, i) => {
      turn.x = x + itemAt(gaps, i) + turn.left;
      x = ends(turn);
    });
    rank.splice(first, turns.length, ...turns);
  }
}

const bundleOf = (stop: Stop | undefined): string | undefined =>
  stop !== undefined && isTurn(stop) ? stop.bundle : undefined;

/** Move edges aside that lie on something, such as the title of a frame, if there is space beside it. */
function clear(rank: readonly Stop[]): void {
  const limits = (i: number, stop: Stop) => room(stop, rank[i - 1], rank[i + 1]);
  rank.forEach((stop, i) => {
    if (isTurn(stop)) stop.x = Math.max(stop.x, limits(i, stop)[0]);
  });
  [...rank.entries()].reverse().forEach(([i, stop]) => {
    if (isTurn(stop)) stop.x = Math.min(stop.x, limits(i, stop)[1]);
  });
}

const ends = ({ x, right }: Stop): number => x + right;

/** The smallest and the largest x that a turn can have. */
const room = (stop: Stop, before: Stop | undefined, after: Stop | undefined): readonly [number, number] => [
  before === undefined ? stop.x : ends(before) + GAP + stop.left,
  after === undefined ? stop.x : after.x - after.left - GAP - stop.right,
];

/** Move every straight section of an edge to an x between those of the points before and after it. */
function pull({ start, end, turns }: Way, free: (stop: Stop) => readonly [number, number]): void {
  for (let first = 0, next = 0; first < turns.length; first = next) {
    const { x } = itemAt(turns, first);
    while (next < turns.length && turns[next]?.x === x) next += 1;
    const run = turns.slice(first, next);
    const [a, b] = [turns[first - 1]?.x ?? start, turns[next]?.x ?? end];
    const target = Math.max(Math.min(a, b), Math.min(x, Math.max(a, b)));
    const [least, most] = [Math.max(...run.map((t) => free(t)[0])), Math.min(...run.map((t) => free(t)[1]))];
    const to = target < x ? Math.max(target, Math.min(x, least)) : Math.min(target, Math.max(x, most));
    for (const turn of run) turn.x = to;
  }
}
