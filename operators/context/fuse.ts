import { int, optional, pure } from '../../dsl/index.js';
import { projectTiles } from '../tiles/project-tiles.js';
import { tilingOf } from '../tiles/tiling.js';
import { context, projected } from '../values/context.js';
import { network } from '../values/network.js';
import { refuseWithoutContext } from '../values/refuse-level.js';

/**
 * Sample and project the context of all tiles of a level; it does not change while the level is denoised.
 *
 * in   context    of the finished levels, left out for level 0; the network
 * out  projected  per block, [videos·P·n, d]
 * source HPDM §3.2 eq. 7–9
 */
export const contextFuse = pure({
  id: 'context.fuse',
  summary: "Sample and project the context of a level's tiles",
  in: { network: network(), context: optional(context()) },
  with: { level: int('level of the tiles', { min: 0 }) },
  out: { projected: projected() },
  dimensions: ({ level }) => ({ K: level }),
  check: refuseWithoutContext,
  run: ({ network, context }, { level }) => ({
    projected: projectTiles(network, level, tilingOf(network.cascade, level), context ?? []),
  }),
});
