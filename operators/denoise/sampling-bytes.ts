import type { Cascade } from '../../dsl/index.js';
import { FLOAT, networkNumbers } from '../network/memory.js';
import { countParameters } from '../network/parameters.js';
import { fusesAt, pixelsOf, product, tokensOf } from '../network/shape.js';
import { tileCount, tilingOf } from '../tiles/tiling.js';
import { CHUNK } from './level.js';

/** Canvases alive while the network is called: the noise, where the step began and where it stands, the last estimate. */
const CANVASES = 4;

/**
 * Largest sum of the bytes of tensors alive while `count` videos of a level are sampled, without guidance.
 *
 * It is reached at the end of the network, on the last chunk of tiles that go through it together: the results of all its
 * operations are alive then, and what the last block makes on its way, beside the weights, the canvas, its tiles and their
 * context.
 */
export function samplingBytes(cascade: Cascade, level: number, count: number): number {
  const total = tileCount(tilingOf(cascade, level)) * count;
  const chunk = Math.min(CHUNK, total);
  const fusing = Array.from({ length: cascade.network.blocks }, (_, block) => fusesAt(cascade, block, level));
  const contexts = fusing.filter((fuses) => fuses).length * (tokensOf(cascade, total) + tokensOf(cascade, chunk));
  const canvas = count * product(cascade.levels[level]?.size ?? []) * cascade.channels;
  // noisy and denoised, and the chunk's own, cut and scaled
  const tiles = 2 * pixelsOf(cascade, total) + pixelsOf(cascade, chunk);
  const { made } = networkNumbers(cascade, { count: chunk, levels: [level], nested: false });
  const numbers = countParameters(cascade) + contexts + CANVASES * canvas + tiles + made + lastBlock(cascade, chunk);
  return FLOAT * numbers;
}

/** Numbers that the end of a block makes on its way, all at once: the MLP's norm, its inside before and after GELU, its product. */
function lastBlock(cascade: Cascade, count: number): number {
  const { block, tokenMlpRatio } = cascade.network;
  return tokensOf(cascade, count) * (block === 'rin' ? 2 + 2 * tokenMlpRatio : 2);
}
