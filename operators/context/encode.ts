import { tf } from '../tensor/tf.js';
import { CONTEXT_OVERLAP, int, optional, pure, type Size } from '../../dsl/index.js';
import { preconditionInput } from '../denoise/preconditioning.js';
import { encodeLevel, type Network } from '../network/denoiser.js';
import { unitNoise } from '../noise/canvas.js';
import { refuseLevel } from '../refuse-level.js';
import { network, video } from '../ports.js';
import { cutTiles } from '../patch/tiles.js';
import { tileCount, tilingOf } from '../patch/tiling.js';
import { context as contextPort, type LevelContext, type SampledContext } from './context.js';
import { projectTiles } from './fuse.js';

const ENCODING_OVERLAP: Size = [CONTEXT_OVERLAP, CONTEXT_OVERLAP, CONTEXT_OVERLAP];

/**
 * Keep what finer levels will read from a finished level: re-noise its video once, cut it into tiles, and remember the tokens
 * that enter each block.
 *
 * in   video    [B, F, H, W, C], the level's finished video; the network; context of coarser levels
 * out  context  the coarser levels' and this one's
 * source HPDM §4.4 (cached inference), §4.1
 */
export const encode = pure({
  id: 'context.encode',
  summary: 'Keep what finer levels read from a finished level',
  in: { video: video('B', 'F', 'H', 'W', 'C'), network: network(), context: optional(contextPort()) },
  with: {
    level: int('level of the video', { min: 0 }),
    seed: int('seed of the context noise', { default: 0 }),
  },
  out: { context: contextPort('N') },
  dimensions: ({ level }) => ({ K: level, N: level + 1 }),
  check: refuseLevel,
  run: ({ video, network, context }, { level, seed }) => {
    const finished = (context ?? []).map(share);
    if (level === network.cascade.levels.length - 1) return { context: finished };
    return { context: [...finished, encodeTiles(network, video, level, context ?? [], seed)] };
  },
});

function encodeTiles(
  network: Network,
  video: tf.Tensor5D,
  level: number,
  context: SampledContext,
  seed: number,
): LevelContext {
  const { cascade } = network;
  const { contextNoise = 0, inputScale = 1 } = cascade.levels[level] ?? {};
  const tiling = tilingOf(cascade, level, ENCODING_OVERLAP);
  const projected = projectTiles(network, level, tiling, context, video.shape[0]);
  const blocks = tf.tidy(() => {
    const noise = unitNoise(video.shape, { seed, purpose: 'context', level });
    const patches = cutTiles(tf.add(video, tf.mul(noise, contextNoise)), tiling, cascade.patch);
    const sigma = Array.from({ length: video.shape[0] * tileCount(tiling) }, () => contextNoise);
    const input = preconditionInput(patches, sigma, cascade.noise.sigmaData, inputScale);
    return [...encodeLevel(network, { level, ...input }, projected)] as tf.Tensor2D[];
  });
  tf.dispose(projected.filter((tensor) => tensor !== undefined));
  return { level, tiling, blocks };
}

/** A context of its own over the same data: clones share memory and are counted. */
const share = ({ blocks, ...rest }: LevelContext): LevelContext => ({
  ...rest,
  blocks: blocks.map((tensor) => (tensor === undefined ? undefined : tf.clone(tensor))),
});
