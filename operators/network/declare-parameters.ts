import { entryOf, type Cascade } from '../../dsl/index.js';
import { product } from '../tensor/product.js';
import { tf } from '../tensor/tf.js';
import { declareCoarserPixels } from './coarser-pixels.js';
import { declareConditions } from './condition-level.js';
import type { Declaration } from './declaration.js';
import { declareFusion } from './fuse.js';
import { fusesAnywhere, levelsOfBlock } from './fuses-at.js';
import { declareRinBlock } from './rin-block.js';
import { declareDetokenizer, declareTokenizer } from './tokenize.js';
import { declareTransformerBlock } from './transformer-block.js';
import { declareUncertainty } from './uncertainty.js';
import { weightsOnDemand, type Weights } from './weights.js';

/** All parameters of a cascade's network, in the order of the checkpoint. */
export const declareParameters = (cascade: Cascade): readonly Declaration[] => [
  ...declareTokenizer(cascade),
  ...declareCoarserPixels(cascade),
  ...declareConditions(cascade),
  ...Array.from({ length: cascade.network.blocks }, (_, index) => declareBlock(cascade, index)).flat(),
  ...declareDetokenizer(cascade),
  ...declareUncertainty(cascade),
];

/** A block and the fusion before it; empty if no level goes through the block. */
function declareBlock(cascade: Cascade, index: number): Declaration[] {
  if (levelsOfBlock(cascade, index) === 0) return [];
  const name = `blocks.${index}`;
  return [
    ...(fusesAnywhere(cascade, index) ? declareFusion(name, cascade) : []),
    ...(cascade.network.block === 'rin' ? declareRinBlock(name, cascade) : declareTransformerBlock(name, cascade)),
  ];
}

/** The number of parameters of a cascade's network. */
export const countParameters = (cascade: Cascade): number =>
  declareParameters(cascade).reduce((sum, { shape }) => sum + product(shape), 0);

/**
 * All weights without their numbers, for plans.
 *
 * @param held whether they are in memory, or made whenever one is read
 */
export function sketchWeights(cascade: Cascade, held = true): Weights {
  const shapes = new Map(declareParameters(cascade).map(({ name, shape }) => [name, [...shape]]));
  if (!held) return weightsOnDemand([...shapes.keys()], (name) => tf.zeros(entryOf(shapes, name)));
  return Object.fromEntries([...shapes].map(([name, shape]) => [name, tf.zeros(shape)]));
}
