import { join } from 'node:path';
import type { Declaration } from '../network/declaration.js';
import { product } from '../tensor/product.js';
import { replaceFolder } from '../disk/replace-folder.js';
import { formatSafetensors, type StoredTensor } from '../disk/safetensors.js';
import { aboutWeights } from './about-weights.js';
import { folderName, MODEL, OPTIMISER, removeCheckpoints, STATE, type TrainingRecord } from './checkpoints.js';
import type { TrainingState } from './training-state.js';

type Read = [Float32Array, Float32Array, Float32Array, Float32Array];

/**
 * Write a checkpoint folder `step-0001000` under `root`. It is complete or absent; an existing one of the same step is replaced.
 *
 * @param keep number of newest checkpoints to keep
 * @param best whether the checkpoint with the lowest loss stays, too
 * @returns the folder's path
 * fails E_DISK_FULL, E_OUTPUT_WRITE
 */
export async function saveTraining(state: TrainingState, root: string, keep: number, best = false): Promise<string> {
  const folder = join(root, folderName(state.step));
  const { declarations, vectors } = state;
  const live = [vectors.parameters, vectors.average, vectors.mean, vectors.variance] as const;
  const [parameters, average, mean, variance] = (await Promise.all(live.map((vector) => vector.data()))) as Read;
  const format = (file: string, vectors: Record<string, Float32Array>, about: Record<string, string>): Uint8Array[] => {
    const tensors = Object.entries(vectors).flatMap(([prefix, vector]) => named(declarations, vector, prefix));
    const metadata = { format: 'hpdm', ...about };
    return formatSafetensors(Object.fromEntries(tensors), metadata, join(folder, file));
  };
  await replaceFolder(
    folder,
    {
      [MODEL]: format(MODEL, { '': parameters, 'average.': average }, aboutWeights(state)),
      [OPTIMISER]: format(OPTIMISER, { 'mean.': mean, 'variance.': variance }, { step: `${state.step}` }),
      [STATE]: [Buffer.from(JSON.stringify(recordOf(state), null, 2))],
    },
    { note: 'earlier checkpoints are unchanged; continue with --resume' },
  );
  await removeCheckpoints(root, keep, best);
  return folder;
}

/** What `state.json` holds of a state: all but the tensors and the measurements of its last step. */
function recordOf(state: TrainingState): TrainingRecord {
  const { step, items, seed, batch, accumulate, skipped, seconds, loss, rates, heldOut, optimiser } = state;
  const { data, recipe, classes, cascade } = state;
  const counted = { step, items, seed, batch, accumulate, skipped, seconds, loss, rates };
  return {
    ...counted,
    ...(heldOut === undefined ? {} : { heldOut }),
    optimiser,
    data,
    recipe,
    ...(classes && { classes }),
    cascade,
  };
}

/** Cut a flat vector into tensors by name. */
function named(
  declarations: readonly Declaration[],
  flatVector: Float32Array,
  prefix: string,
): [string, StoredTensor][] {
  let offset = 0;
  return declarations.map(({ name, shape }) => {
    const size = product(shape);
    offset += size;
    return [prefix + name, { dtype: 'F32', shape: [...shape], data: flatVector.subarray(offset - size, offset) }];
  });
}
