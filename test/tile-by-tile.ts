import { int, itemAt, levelOf, optional, pure } from '../dsl/index.js';
import { denoiseLevel } from '../operators/denoise/level.js';
import { tf } from '../operators/tensor/tf.js';
import { cutTiles } from '../operators/tiles/cut-tiles.js';
import type { ProjectedContext, ProjectedParts } from '../operators/tiles/level-context.js';
import { stitchTiles } from '../operators/tiles/stitch-tiles.js';
import { tileGrid } from '../operators/tiles/tile-grid.js';
import { placeOf, tileCount } from '../operators/tiles/tiling.js';
import { canvas } from '../operators/values/canvas.js';
import { condition } from '../operators/values/condition.js';
import { projected } from '../operators/values/context.js';
import { latents } from '../operators/values/latents.js';
import { network } from '../operators/values/network.js';
import { shift } from '../operators/values/shift.js';
import { sigma } from '../operators/values/sigma.js';

/** Denoises the canvas of a level with its tiles one at a time, the last first, each with a context made for it alone. */
export const tileByTile = pure({
  id: 'test.tile-by-tile',
  summary: 'The tiles of a level one by one, backwards',
  in: {
    canvas: canvas(),
    sigma: sigma(1, 1),
    network: network(),
    context: projected(),
    condition: optional(condition()),
    latents: optional(latents()),
    shift: optional(shift()),
  },
  with: { level: int('level of the canvas', { min: 0 }) },
  out: { denoised: canvas(), latents: latents() },
  run: ({ canvas, context, latents, shift, ...given }, { level }) =>
    tf.tidy(() => {
      const { cascade } = given.network;
      // the tiles given to the network lie where they lie, and are not moved once more
      const levels = cascade.levels.map((own) => ({ ...own, shift: false }));
      const network = { ...given.network, cascade: { ...cascade, levels } };
      const { tiling, places } = tileGrid(cascade, level, { shift });
      const count = tileCount(tiling);
      const tiles = cutTiles(canvas, tiling, cascade.patch);
      const thoughts = latents && tf.split<tf.Tensor2D>(latents, count);
      const numbers = [...Array(count).keys()].reverse();
      const made = numbers.map((tile) => {
        const patches = everyNth(tiles, count, tile);
        const seen = { ...given, network, patches, part: undefined, shift: undefined, latents: thoughts?.[tile] };
        return denoiseLevel.run(
          { ...seen, context: alone({ ...itemAt(context.parts, 0), tiling }, tile) },
          { level, batch: 1, memory: undefined },
        );
      });
      made.reverse();
      const all = tf.stack(
        made.map(({ denoised }) => denoised),
        1,
      );
      const joined = tf.reshape<tf.Rank.R5>(all, [-1, ...cascade.patch, cascade.channels]);
      const { size, window } = levelOf(cascade, level);
      const next = made.flatMap(({ latents }) => latents ?? []);
      return {
        denoised: stitchTiles(joined, tiling, size, window, places),
        latents: next.length === 0 ? undefined : tf.concat(next),
      };
    }),
});

/** The patches of a tile in all videos, [B·P, …] → [B, …]. */
const everyNth = (tiles: tf.Tensor5D, count: number, tile: number): tf.Tensor5D => {
  const [all, ...patch] = tiles.shape;
  const apart = tf.reshape(tiles, [all / count, count, -1]);
  return tf.reshape(tf.slice(apart, [0, tile, 0], [-1, 1, -1]), [all / count, ...patch]);
};

/** The context of a tile as if it were the only one of its level, made anew. */
function alone(whole: ProjectedContext, tile: number): ProjectedParts {
  const place = placeOf(whole.tiling, tile);
  const at = (axis: 0 | 1 | 2): number[] => [itemAt(whole.tiling[axis], place[axis])];
  return { first: 0, parts: [{ ...whole, tiling: [at(0), at(1), at(2)] }] };
}
