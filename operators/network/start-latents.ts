import { itemAt, type Cascade } from '../../dsl/index.js';
import { repeatRows } from '../tensor/repeat-rows.js';
import { tf } from '../tensor/tf.js';
import { modulates } from './attends.js';
import { table, type Declaration } from './declaration.js';
import { declareMlpResidual, LATENT_MLP_RATIO, mlpResidual } from './mlp.js';
import { declareNorm, norm } from './norm.js';
import { weight, type NetworkWeights } from './weights.js';

/**
 * m, the number of latents: the learned ones, one for the level, one for the noise and, if there are classes, one for the class; or one for
 * the whole text where it is read.
 */
export const latentCount = (cascade: Cascade): number =>
  cascade.network.latents + 2 + (cascade.condition.kind === 'classes' || modulates(cascade) ? 1 : 0);

/** The learned table; nothing where blocks have no latents. */
export const declareLatents = ({ network: { block, latents, latentWidth } }: Cascade): Declaration[] =>
  block === 'rin' ? [table('latents', latents, latentWidth)] : [];

/** What earlier latents go through; nothing where the network does not condition on itself. */
export const declarePrevious = ({ network: { selfCondition, latentWidth: z } }: Cascade): Declaration[] =>
  selfCondition
    ? [...declareMlpResidual('previous.mlp', z, LATENT_MLP_RATIO), ...declareNorm('previous.norm', z, 'zeros')]
    : [];

/** The parts of a level's first latents besides the learned table. */
export interface LatentParts {
  /** [1, z] */
  readonly level: tf.Tensor2D;
  /** The noise token of every patch and, if there is one, the token of its class or text; each [N, z]. */
  readonly tokens: readonly tf.Tensor2D[];
  /** The latents after the last block from an earlier pass over the same patches, [N·m, z]. */
  readonly previous?: tf.Tensor2D | undefined;
}

/**
 * The first latents of a level: the learned table, the level token, and the tokens of noise, class or text.
 *
 * Self-conditioning adds LN(Z' + MLP(LN Z')) of the previous latents Z', or zero if there are none.
 *
 * @returns [N·m, z]
 * source Jabri et al. 2022 (RIN), §3.3; the last norm is initialised with zeros
 */
export function startLatents(cascade: Cascade, weights: NetworkWeights, parts: LatentParts): tf.Tensor2D {
  const { latents, latentWidth: z, selfCondition } = cascade.network;
  const batch = itemAt(parts.tokens, 0).shape[0];
  const rows = batch * latentCount(cascade);
  const shared = repeatRows(tf.concat([weight<tf.Tensor2D>(weights, 'latents'), parts.level]), batch);
  const own = parts.tokens.map((tokens) => tf.reshape(tokens, [batch, 1, z]));
  const start = tf.reshape<tf.Rank.R2>(tf.concat([tf.reshape(shared, [batch, latents + 1, z]), ...own], 1), [rows, z]);
  if (!selfCondition) return start;
  const previous = parts.previous ?? tf.zeros<tf.Rank.R2>([rows, z]);
  return tf.add(start, norm(weights, 'previous.norm', mlpResidual(weights, 'previous.mlp', previous)));
}
