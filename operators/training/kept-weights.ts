import { statSync } from 'node:fs';
import { entryOf, type Cascade } from '../../dsl/index.js';
import { weightsOnDemand, type NetworkWeights } from '../network/weights.js';
import type { Precision } from '../tensor/precision.js';
import { tf } from '../tensor/tf.js';
import { loadWeights, type WhichWeights } from './load-weights.js';
import { modelFile } from './model-file.js';

/** Weights that stay loaded after a run, by what they are; undefined in a process that keeps none. */
let kept: Map<string, NetworkWeights> | undefined;
/** Those that the present run has. */
const used = new Set<string>();

/**
 * Keep weights loaded from now on, for the next run of this process that samples with them. To be called before each run: weights that a run
 * does not ask for are freed when it asks for others.
 */
export function keepWeights(): void {
  kept ??= new Map();
  used.clear();
}

/**
 * The weights of a checkpoint for inference, which whoever asks for them frees; kept ones are not freed by that.
 *
 * fails like `loadWeights`
 */
export async function keptWeights(
  cascade: Cascade,
  path: string,
  which: WhichWeights,
  precision: Precision,
): Promise<NetworkWeights> {
  if (kept === undefined) return loadWeights(cascade, path, which, precision);
  const file = modelFile(path);
  const { ino, size, mtimeMs } = statSync(file);
  const key = JSON.stringify([file, ino, size, mtimeMs, which, precision, tf.getBackend(), cascade]);
  for (const [other, weights] of kept) {
    if (other === key || used.has(other)) continue;
    for (const weight of Object.values(weights)) weight.dispose();
    kept.delete(other);
  }
  used.add(key);
  const weights = kept.get(key) ?? (await loadWeights(cascade, path, which, precision));
  kept.set(key, weights);
  const byName = new Map(Object.entries(weights));
  return weightsOnDemand([...byName.keys()], (name) => entryOf(byName, name));
}
