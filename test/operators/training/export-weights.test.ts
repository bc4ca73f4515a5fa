import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { exportWeights } from '../../../operators/training/export-weights.js';
import { loadWeights, readCheckpointCascade, readCheckpointRate } from '../../../operators/training/load-weights.js';
import { saveTraining } from '../../../operators/training/save-training.js';
import { disposeState } from '../../../operators/training/training-state.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
const file = (name: string): string => join(folder.path, name);

/** Save a training whose average is a value everywhere, after step 20. */
async function save(average: number, rates = {}): Promise<void> {
  const training = new Training(smallCascade(), 1, 'lamb');
  const { vectors } = training.snapshot();
  training.restore({ ...vectors, average: tf.fill<tf.Rank.R1>(vectors.average.shape, average) }, { step: 20, rates });
  const state = training.snapshot();
  await saveTraining(state, folder.path, 1);
  disposeState(state);
  training.dispose();
}
beforeEach(async () => {
  await selectBackend('cpu');
  await save(1 / 3);
});

/** A reader of its own: eight bytes of length, JSON, numbers. */
function parse(path: string) {
  const bytes = readFileSync(path);
  const length = Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString()) as Record<string, unknown> & {
    __metadata__: Record<string, string>;
    latents: { dtype: string; shape: number[]; data_offsets: [number, number] };
  };
  const [begin, end] = header.latents.data_offsets;
  return { header, latents: bytes.subarray(8 + length + begin, 8 + length + end) };
}

const options = { weights: 'average', half: false, licence: 'mine' } as const;

test('an independent reader finds the average alone, and in the metadata all that it needs', async () => {
  const { tensors, step } = await exportWeights(folder.path, file('out.safetensors'), options);
  const { header, latents } = parse(file('out.safetensors'));
  expect(step).toBe(20);
  expect(Object.keys(header)).toHaveLength(tensors + 1);
  expect(header.__metadata__).toMatchObject({ format: 'hpdm', weights: 'average', step: '20', licence: 'mine' });
  expect(header.__metadata__['sha256']).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.parse(header.__metadata__['cascade'] ?? '')).toEqual(smallCascade());
  expect(latents.readFloatLE(0)).toBeCloseTo(1 / 3, 7);
});

test('in half precision it has half the size, and loads as the nearest numbers', async () => {
  await exportWeights(folder.path, file('half.safetensors'), { ...options, half: true });
  const { header, latents } = parse(file('half.safetensors'));
  expect([header.latents.dtype, latents.readUInt16LE(0)]).toEqual(['F16', 0x3555]);
  const weights = await loadWeights(smallCascade(), file('half.safetensors'), 'average');
  expect(weights['latents']?.dataSync()[0]).toBe(0.333251953125);
  expect(await readCheckpointCascade(file('half.safetensors'))).toEqual(smallCascade());
});

test('the frame rate of the clips goes with the weights; with another checkpoint beneath, it is that of the cascade', async () => {
  await exportWeights(folder.path, file('unknown.safetensors'), options);
  expect(readCheckpointRate(file('unknown.safetensors'))).toBeUndefined();
  await save(1, { 12.5: 8 });
  await exportWeights(folder.path, file('known.safetensors'), options);
  expect([folder.path, file('known.safetensors')].map(readCheckpointRate)).toEqual([12.5, 12.5]);
  await exportWeights(file('unknown.safetensors'), file('both.safetensors'), {
    ...options,
    onto: file('known.safetensors'),
  });
  expect(readCheckpointRate(file('both.safetensors'))).toBe(12.5);
});

test('asked for the other weights, an exported file says which it has', async () => {
  await exportWeights(folder.path, file('trained.safetensors'), { ...options, weights: 'trained' });
  await expect(loadWeights(smallCascade(), file('trained.safetensors'), 'average')).rejects.toMatchObject({
    code: 'E_CHECKPOINT_WEIGHTS',
  });
  expect(await loadWeights(smallCascade(), file('trained.safetensors'), 'trained')).toBeDefined();
});

test('a weight that half precision cannot hold, and a file of another kind, are refused', async () => {
  await save(1e6);
  const half = exportWeights(folder.path, file('half.safetensors'), { ...options, half: true });
  await expect(half).rejects.toMatchObject({ code: 'E_EXPORT_RANGE' });
  await expect(exportWeights(folder.path, file('out.bin'), options)).rejects.toMatchObject({ code: 'E_OUTPUT_PATH' });
});
