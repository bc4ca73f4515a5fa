import type { Cascade, Graph, GraphNode } from '../../dsl/index.js';
import { tilingOf } from '../../operators/tiles/tiling.js';
import { planOf } from '../plan/plan.js';
import type { Expected, LevelTiles } from './protocol.js';

/** What is known of a run before it starts: its memory, as `hpdm plan` says it, and the tiles of the levels that it samples. */
export function expected(graph: Graph): Expected {
  const { bytes, processBytes, silent, nodes } = planOf(graph);
  const tiled = new Set(nodes.flatMap(({ name, tiles }) => (tiles === undefined ? [] : [name])));
  const tiles = graph.nodes.filter(({ name }) => tiled.has(name)).flatMap((node) => tilesOf(node) ?? []);
  return { bytes: bytes + processBytes, isLeast: silent.length > 0, tiles: Object.fromEntries(tiles) };
}

/** Where the tiles of a node's level lie on a frame. */
function tilesOf({ name, settings }: GraphNode): (readonly [string, LevelTiles])[] | undefined {
  const { cascade, level } = settings as { readonly cascade?: Cascade; readonly level?: number };
  const facts = level === undefined ? undefined : cascade?.levels[level];
  if (cascade === undefined || level === undefined || facts === undefined) return undefined;
  const [, rows, columns] = tilingOf(cascade, level);
  const [, height, width] = cascade.patch;
  return [[name, { size: facts.size, tile: [height, width], rows, columns, moves: facts.shift }]];
}
