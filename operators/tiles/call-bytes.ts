import { levelOf, type Cascade } from '../../dsl/index.js';
import { cycleSpin } from '../diffusion/cycle-spin.js';
import { sketchWeights } from '../network/declare-parameters.js';
import { evaluateLevel, type ProjectedBlocks } from '../network/evaluate-level.js';
import { fusesAt } from '../network/fuses-at.js';
import { tokenCount } from '../network/token-grid.js';
import type { NetworkWeights } from '../network/weights.js';
import type { Precision } from '../tensor/precision.js';
import { product } from '../tensor/product.js';
import { bytesOf, measure } from '../tensor/sketch/measure.js';
import { tf } from '../tensor/tf.js';

/** Bytes of the projected context of one patch. */
export function projectedPatchBytes(cascade: Cascade, level: number): number {
  const { blocks, width, pixels, residual } = cascade.network;
  const read = Array.from({ length: blocks }, (_, block) => block).filter((b) => fusesAt(cascade, b, level)).length;
  const patch = residual ? product(cascade.patch) * cascade.channels : 0;
  return 4 * (tokenCount(cascade) * width * (read + (pixels ? 1 : 0)) + patch);
}

/** Bytes of a call of the network: those that do not depend on the number of patches, and those for each patch. */
export interface CallBytes {
  readonly fixed: number;
  readonly each: number;
}

const measured = new WeakMap<Cascade, Map<string, CallBytes>>();

/**
 * Bytes that a call of the network for patches of a level takes: their context while it is made, and activations.
 *
 * @param held whether the weights are in memory; otherwise those that are being read count, too
 */
export function callBytes(cascade: Cascade, level: number, held = true, precision?: Precision): CallBytes {
  const known = measured.get(cascade) ?? new Map<string, CallBytes>();
  measured.set(cascade, known);
  const key = `${level} ${held} ${precision}`;
  const bytes = known.get(key) ?? measureCall(cascade, level, held, precision);
  known.set(key, bytes);
  return bytes;
}

function measureCall(cascade: Cascade, level: number, held: boolean, precision: Precision | undefined): CallBytes {
  const bytesFor = (count: number): number => networkBytes(cascade, level, sketches(cascade, held, precision), count);
  const [one, two] = [bytesFor(1), bytesFor(2)];
  return { fixed: Math.max(0, 2 * one - two), each: two - one + contextInTheMaking(cascade, level) };
}

/** The context of a patch, and three tensors of its size for one block: gathered, interpolated, summed. */
const contextInTheMaking = (cascade: Cascade, level: number): number =>
  level === 0 ? 0 : projectedPatchBytes(cascade, level) + 12 * tokenCount(cascade) * cascade.network.width;

const sketches = (cascade: Cascade, held: boolean, precision: Precision | undefined): NetworkWeights =>
  measure(() => sketchWeights(cascade, held, precision)).value;

/** What the network takes for some patches, without weights that are in memory and without the patches' context. */
function networkBytes(cascade: Cascade, level: number, weights: NetworkWeights, count: number): number {
  const context = projectedSketches(cascade, level, count);
  const { bytes } = measure(
    () =>
      tf.tidy(() => {
        const patches = tf.zeros<tf.Rank.R5>([count, ...cascade.patch, cascade.channels]);
        const noise = tf.zeros<tf.Rank.R1>([count]);
        const look = (moved: tf.Tensor5D) =>
          evaluateLevel({ cascade, weights }, { level, patches: moved, noise }, context);
        return [(levelOf(cascade, level).cycleSpin > 0 ? cycleSpin(look) : look)(patches).output];
      }),
    [weights, context],
  );
  return bytes - bytesOf([weights, context]);
}

/** The projected context of some patches, block by block, without its numbers. */
const projectedSketches = (cascade: Cascade, level: number, count: number): ProjectedBlocks =>
  measure(() =>
    Array.from({ length: cascade.network.blocks }, (_, block) =>
      fusesAt(cascade, block, level)
        ? tf.zeros<tf.Rank.R2>([count * tokenCount(cascade), cascade.network.width])
        : undefined,
    ),
  ).value;
