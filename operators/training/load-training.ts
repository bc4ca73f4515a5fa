import { join } from 'node:path';
import { tf } from '../tensor/tf.js';
import { filled } from '../tensor/filled.js';
import { product } from '../tensor/product.js';
import { HpdmError, type Fault } from '../../dsl/index.js';
import { openSafetensors } from '../disk/safetensors.js';
import { MODEL, OPTIMISER, readRecord, type TrainingRecord } from './checkpoints.js';
import { otherData } from './describe-data.js';
import { numbersOf, otherCascade } from './load-weights.js';
import type { Training } from './training.js';
import { VECTORS, type Counters, type TrainingIdentity, type TrainingVectors } from './training-state.js';

/** A checkpoint with which a training of the same cascade, seed, optimiser and data goes on. */
export interface SavedTraining {
  readonly record: TrainingRecord;
  readonly counters: Counters;
  /** Read one of its vectors, [P], which the caller disposes of; fails E_CHECKPOINT_DAMAGED. */
  vector(this: void, name: keyof TrainingVectors): tf.Tensor1D;
}

/** Put a checkpoint's weights, moments and counters into a training, one vector after the other; fails E_CHECKPOINT_DAMAGED. */
export function loadTraining(training: Training, { counters, vector }: SavedTraining): void {
  for (const name of VECTORS) training.put(name, vector(name));
  training.count(counters);
}

/**
 * Open a checkpoint with which a training shall go on.
 *
 * fails as `sameTraining`
 */
export function savedTraining(identity: TrainingIdentity, folder: string): SavedTraining {
  const record = sameTraining(identity, folder);
  const { step, items, skipped, seconds, batch, accumulate, loss, rates } = record;
  return {
    record,
    counters: { step, items, skipped, seconds, batch, accumulate, loss, rates },
    vector: (name) => flat(identity.declarations, PLACES[name], folder),
  };
}

/**
 * The record of a checkpoint, which must be of the same training.
 *
 * fails E_CHECKPOINT_SEED, E_CHECKPOINT_OPTIMISER, E_CHECKPOINT_BATCH, E_CHECKPOINT_OTHER, E_CHECKPOINT_DATA with all differences where
 * it is of another one; E_CHECKPOINT_DAMAGED
 */
export function sameTraining(identity: Omit<TrainingIdentity, 'declarations'>, folder: string): TrainingRecord {
  const record = readRecord(folder);
  const differences = [
    ...otherRun(identity, record, folder),
    ...otherCascade(identity.cascade, record.cascade, folder),
    ...otherData(identity.data, record.data, folder),
    ...otherClasses(identity, record, folder),
  ];
  if (differences.length > 0) throw new HpdmError(differences);
  return record;
}

/** The same number must be the same class; a checkpoint of an earlier version has no names. */
function otherClasses(
  { classes: mine }: Pick<TrainingIdentity, 'classes'>,
  { classes: theirs }: TrainingRecord,
  file: string,
): Fault[] {
  if (mine === undefined || theirs === undefined || mine.join('\n') === theirs.join('\n')) return [];
  const message = 'the checkpoint was trained on other classes';
  const [expected, got] = [mine.join(', '), theirs.join(', ')];
  const advice = 'the classes of the earlier run, or a new run from its weights: --init-from';
  return [{ code: 'E_CHECKPOINT_DATA', place: { file }, message, expected, got, try: advice }];
}

/** The file that has a vector, and what the names of its tensors begin with. */
const PLACES = {
  parameters: [MODEL, ''],
  average: [MODEL, 'average.'],
  mean: [OPTIMISER, 'mean.'],
  variance: [OPTIMISER, 'variance.'],
} as const;

/** A run goes on from its own checkpoint only: of the same seed, optimiser and batches per step. */
function otherRun(
  mine: Pick<TrainingIdentity, 'seed' | 'optimiser' | 'recipe'>,
  { seed, optimiser, recipe }: TrainingRecord,
  file: string,
): Fault[] {
  const faults: Fault[] = [];
  if (seed !== mine.seed) {
    const [expected, got] = [`seed ${mine.seed}`, `seed ${seed}`];
    faults.push({ code: 'E_CHECKPOINT_SEED', place: { file }, expected, got, try: `--seed ${seed}` });
  }
  if (optimiser !== mine.optimiser) {
    faults.push({
      code: 'E_CHECKPOINT_OPTIMISER',
      place: { file },
      message: 'an optimiser cannot start from the moments of another one',
      expected: mine.optimiser,
      got: optimiser,
      try: `--optimiser ${optimiser}`,
    });
  }
  const [here, there] = [mine.recipe['accumulate'], recipe['accumulate']];
  if (here !== undefined && there !== undefined && here !== there) {
    const [expected, got] = [`accumulate ${here}`, `accumulate ${there}`];
    faults.push({ code: 'E_CHECKPOINT_BATCH', place: { file }, expected, got, try: `--accumulate ${there}` });
  }
  return faults;
}

/** A flat vector of the tensors of a file, [P]. */
function flat(
  declarations: TrainingIdentity['declarations'],
  [name, prefix]: readonly [file: string, prefix: string],
  folder: string,
): tf.Tensor1D {
  const file = openSafetensors(join(folder, name));
  const size = declarations.reduce((sum, { shape }) => sum + product(shape), 0);
  try {
    return filled<tf.Rank.R1>([size], (values) => {
      let offset = 0;
      for (const { name, shape } of declarations) {
        values.set(numbersOf(file.read(prefix + name), prefix + name, shape, folder), offset);
        offset += product(shape);
      }
    });
  } finally {
    file.close();
  }
}
