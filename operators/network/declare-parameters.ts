import { entryOf, type Cascade } from '../../dsl/index.js';
import { packedSize } from '../tensor/packed-size.js';
import { product } from '../tensor/product.js';
import { tf } from '../tensor/tf.js';
import { declareCoarserPixels } from './coarser-pixels.js';
import { declareConditions } from './condition-level.js';
import type { Declaration } from './declaration.js';
import { declareFusion } from './fuse.js';
import { fusesAnywhere, levelsOfBlock } from './fuses-at.js';
import { inPrecision, isPacked } from './precision.js';
import type { Precision } from '../tensor/precision.js';
import { declareRinBlock } from './rin-block.js';
import { declareDetokenizer, declareTokenizer } from './tokenize.js';
import { declareTransformerBlock } from './transformer-block.js';
import { declareUncertainty } from './uncertainty.js';
import { weightsOnDemand, type NetworkWeights } from './weights.js';

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

const known = new WeakMap<Cascade, Map<Precision, number>>();

/** Bytes of all weights in memory, where products are computed in a precision. Every step of sampling asks for them. */
export function weightBytes(cascade: Cascade, precision: Precision = 'float32'): number {
  const ofCascade = known.get(cascade) ?? new Map<Precision, number>();
  known.set(cascade, ofCascade);
  const bytes = ofCascade.get(precision) ?? declaredBytes(cascade, precision);
  ofCascade.set(precision, bytes);
  return bytes;
}

const declaredBytes = (cascade: Cascade, precision: Precision): number =>
  declareParameters(cascade)
    .map(({ name, shape }) => (isPacked(precision, name) ? 2 * packedSize(shape) : 4 * product(shape)))
    .reduce((a, b) => a + b, 0);

/**
 * All weights without their numbers, for plans.
 *
 * @param held whether they are in memory, or made whenever one is read
 */
export function sketchWeights(cascade: Cascade, held = true, precision: Precision = 'float32'): NetworkWeights {
  const made = (name: string, shape: number[]) => inPrecision(precision, name, tf.zeros(shape));
  const shapes = new Map(declareParameters(cascade).map(({ name, shape }) => [name, [...shape]]));
  if (!held) return weightsOnDemand([...shapes.keys()], (name) => made(name, entryOf(shapes, name)));
  return Object.fromEntries([...shapes].map(([name, shape]) => [name, made(name, shape)]));
}
