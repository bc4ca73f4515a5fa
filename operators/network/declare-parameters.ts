import { entryOf, type Cascade } from '../../dsl/index.js';
import { packedBytes } from '../tensor/packed-bytes.js';
import { product } from '../tensor/product.js';
import { tf } from '../tensor/tf.js';
import { declareCoarserPixels } from './coarser-pixels.js';
import { declareConditions } from './condition-level.js';
import type { Declaration } from './declaration.js';
import { declareFusion } from './fuse.js';
import { fusesAnywhere, levelsOfBlock } from './fuses-at.js';
import { inPrecision, isKernel } from './precision.js';
import type { Precision } from '../tensor/precision.js';
import { declareNeighbours } from './neighbours.js';
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
    ...declareNeighbours(name, cascade),
    ...(cascade.network.block === 'rin' ? declareRinBlock(name, cascade) : declareTransformerBlock(name, cascade)),
  ];
}

/** The number of parameters of a cascade's network. */
export const countParameters = (cascade: Cascade): number =>
  declareParameters(cascade).reduce((sum, { shape }) => sum + product(shape), 0);

const known = new WeakMap<Cascade, Map<Precision | undefined, number>>();

/**
 * Bytes of all weights in memory. Every step of sampling asks for them.
 *
 * @param precision in which their kernels are packed, for inference; if left out, they are tensors, as in training
 */
export function weightBytes(cascade: Cascade, precision?: Precision): number {
  const ofCascade = known.get(cascade) ?? new Map<Precision | undefined, number>();
  known.set(cascade, ofCascade);
  const bytes = ofCascade.get(precision) ?? declaredBytes(cascade, precision);
  ofCascade.set(precision, bytes);
  return bytes;
}

const declaredBytes = (cascade: Cascade, precision: Precision | undefined): number =>
  declareParameters(cascade)
    .map(({ name, shape }) =>
      precision !== undefined && isKernel(name) ? packedBytes(shape, precision) : 4 * product(shape),
    )
    .reduce((a, b) => a + b, 0);

/**
 * All weights without their numbers, for plans.
 *
 * @param held whether they are in memory, or made whenever one is read
 * @param precision as in `weightBytes`
 */
export function sketchWeights(cascade: Cascade, held = true, precision?: Precision): NetworkWeights {
  const made = (name: string, shape: number[]) =>
    precision === undefined ? tf.zeros(shape) : inPrecision(precision, name, tf.zeros(shape));
  const shapes = new Map(declareParameters(cascade).map(({ name, shape }) => [name, [...shape]]));
  if (!held) return weightsOnDemand([...shapes.keys()], (name) => made(name, entryOf(shapes, name)));
  return Object.fromEntries([...shapes].map(([name, shape]) => [name, made(name, shape)]));
}
