import { join } from 'node:path';
import { tf } from '../tensor/tf.js';
import { HpdmError, type Fault } from '../../dsl/index.js';
import { readSafetensors, type SafeTensors } from '../disk/safetensors.js';
import { MODEL, OPTIMISER, readRecord, type TrainingRecord } from './checkpoints.js';
import { otherData } from './describe-data.js';
import { numbersIn, otherCascade } from './load-weights.js';
import type { Training } from './training.js';
import type { Counters, TrainingIdentity } from './training-state.js';

/**
 * Put a checkpoint's weights, moments and counters into a training of the same cascade, seed, optimiser and data.
 *
 * @returns the record of the checkpoint
 * fails E_CHECKPOINT_SEED, E_CHECKPOINT_OPTIMISER, E_CHECKPOINT_OTHER, E_CHECKPOINT_DATA with all differences where it is of another
 * run; E_CHECKPOINT_DAMAGED
 */
export async function loadTraining(training: Training, folder: string): Promise<TrainingRecord> {
  const record = readRecord(folder);
  const { identity } = training;
  const differences = [
    ...otherRun(identity, record, folder),
    ...otherCascade(identity.cascade, record.cascade, folder),
    ...otherData(identity.data, record.data, folder),
  ];
  if (differences.length > 0) throw new HpdmError(differences);
  const model = await readSafetensors(join(folder, MODEL));
  const moments = await readSafetensors(join(folder, OPTIMISER));
  const vector = (file: SafeTensors, prefix: string): tf.Tensor1D =>
    tf.tensor1d(flat(identity.declarations, file, prefix, folder));
  const { step, items, skipped, seconds, batch, accumulate, loss, rates } = record;
  training.restore(
    {
      parameters: vector(model, ''),
      average: vector(model, 'average.'),
      mean: vector(moments, 'mean.'),
      variance: vector(moments, 'variance.'),
    },
    { step, items, skipped, seconds, batch, accumulate, loss, rates } satisfies Counters,
  );
  return record;
}

/** A run goes on from its own checkpoint only: of the same seed and optimiser. */
function otherRun(mine: TrainingIdentity, { seed, optimiser }: TrainingRecord, file: string): Fault[] {
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
  return faults;
}

function flat(
  declarations: TrainingIdentity['declarations'],
  file: SafeTensors,
  prefix: string,
  place: string,
): Float32Array {
  const parts = declarations.map(({ name, shape }) => numbersIn(file, prefix + name, shape, place));
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((offset, part) => {
    whole.set(part, offset);
    return offset + part.length;
  }, 0);
  return whole;
}
