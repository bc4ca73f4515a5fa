import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { declareFusion } from '../../../operators/network/fuse.js';
import type { LevelContext } from '../../../operators/tiles/level-context.js';
import { projectTiles } from '../../../operators/tiles/project-tiles.js';
import { contextTilingOf, tileCount, tilingOf } from '../../../operators/tiles/tiling.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError } from '../../gradients.js';
import { identity, repeated, weightsOf } from '../../weights.js';

/** A network that hands context on as it is, at blocks which work on 2, 3 and 3 levels. */
const cascade = smallCascade({ network: { width: 2, heads: 1 } });
const network = () => ({
  cascade,
  weights: Object.assign(
    {},
    ...[0, 1, 2].map((block) =>
      weightsOf(declareFusion(`blocks.${block}`, cascade), {
        [`blocks.${block}.fusion.context.kernel`]: identity(2),
        [`blocks.${block}.fusion.coordinates.kernel`]: repeated(0, 6),
        [`blocks.${block}.fusion.bias`]: [0, 0],
      }),
    ),
  ) as ReturnType<typeof weightsOf>,
});

/** The context of a level of two videos, whose tokens are all the same within a video. */
function constant(level: number, values: readonly [number, number]): LevelContext {
  const rows = tileCount(contextTilingOf(cascade, level)) * 8;
  const tokens = tf.concat(values.map((value) => tf.fill<tf.Rank.R2>([rows, 2], value)));
  return { level, videos: 2, halves: 1, blocks: [tokens, tokens, tokens], firstLook: [] };
}

onTensorflow('the context of the tiles of a level', () => {
  test('is the mean of what the coarser levels have there, video by video', () => {
    const tiling = tilingOf(cascade, 2);
    const range = { level: 2, tiling, start: 0, count: 2 * tileCount(tiling) };
    const { blocks } = projectTiles(network(), range, [constant(0, [1, 10]), constant(1, [3, 30])]);
    const rows = tileCount(tiling) * 8 * 2;
    expect(blocks[0]).toBeUndefined();
    expect(mixedError(blocks[1]?.dataSync() ?? [], [...repeated(2, rows), ...repeated(20, rows)])).toBeLessThan(1e-6);
  });

  test('is read in the halves that the finest level has, of the first ones of coarser levels', () => {
    const tiling = tilingOf(cascade, 2);
    const range = { level: 2, tiling, start: 0, count: 2 * tileCount(tiling) };
    const twice = (tokens: unknown) =>
      tf.concat([tokens, tf.mul(tokens as tf.Tensor2D, -1)] as [tf.Tensor2D, tf.Tensor2D]);
    const coarsest = constant(0, [1, 10]);
    const guided: LevelContext = { ...coarsest, halves: 2, blocks: coarsest.blocks.map(twice) };
    const [both, one] = [guided, coarsest].map((context) =>
      projectTiles(network(), range, [context, constant(1, [3, 30])]),
    );
    expect(both?.blocks[1]?.arraySync()).toEqual(one?.blocks[1]?.arraySync());
  });

  test('does not exist for the coarsest level', () => {
    const range = { level: 0, tiling: tilingOf(cascade, 0), start: 0, count: 1 };
    expect(projectTiles(network(), range, [])).toEqual({ blocks: [undefined, undefined, undefined] });
  });
});
