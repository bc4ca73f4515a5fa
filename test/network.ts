import * as tf from '@tensorflow/tfjs';
import type { Cascade } from '../dsl/index.js';
import type { LevelInput, Network } from '../operators/network/denoiser.js';
import { declareParameters, startingValue } from '../operators/network/parameters.js';
import type { Origin } from '../operators/network/region.js';
import { normal } from './gradients.js';

/** A network as it starts, with every vector and table moved off its start, so that all of it matters. */
export function movedNetwork(cascade: Cascade): Network {
  const weights = declareParameters(cascade).map((declaration) => {
    const start = tf.tensor(startingValue(declaration, 1), [...declaration.shape]);
    return [declaration.name, tf.add(start, normal(declaration.name, declaration.shape, 0.1))] as const;
  });
  return { cascade, weights: Object.fromEntries(weights) };
}

/** Random patches of every level. */
export const pyramidInputs = ({ levels, patch, channels }: Cascade, batch: number): LevelInput[] =>
  levels.map((_, level) => ({
    level,
    patches: normal<tf.Tensor5D>(`patches ${level}`, [batch, ...patch, channels]),
    noise: normal<tf.Tensor1D>(`noise ${level}`, [batch]),
  }));

/** Nested patches of three levels: level 1 in a corner, level 2 in the middle of it; another place for every sample. */
export const nestedOrigins = (batch: number): Origin[][] => [
  Array.from({ length: batch }, (): Origin => [0, 0, 0]),
  Array.from({ length: batch }, (_, i): Origin => [i % 2 === 0 ? 0 : 4, 8, 2 * i]),
  Array.from({ length: batch }, (_, i): Origin => [i % 2 === 0 ? 1 : 5, 10, 2 * i + 1]),
];
