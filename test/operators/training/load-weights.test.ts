import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { readCascade, withSampling } from '../../../dsl/index.js';
import { documentOfCascade } from '../../../dsl/cascade/document-of-cascade.js';
import { tf } from '../../../operators/tensor/tf.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { loadWeights, readCheckpointCascade, weightsInFile } from '../../../operators/training/load-weights.js';
import { saveTraining } from '../../../operators/training/save-training.js';
import { disposeState } from '../../../operators/training/training-state.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
let checkpoint: string;
beforeEach(async () => {
  await selectBackend('cpu');
  const saved = new Training(smallCascade(), 3, 'adamw');
  const size = saved.snapshot().vectors.parameters.size;
  const filled = (value: number): tf.Tensor1D => tf.fill<tf.Rank.R1>([size], value);
  saved.restore({ parameters: filled(0.5), average: filled(0.25), mean: filled(0.5), variance: filled(0.5) });
  const state = saved.snapshot();
  checkpoint = await saveTraining(state, folder.path, 2);
  disposeState(state);
  saved.dispose();
});

const wider = smallCascade({ network: { width: 16 } });

test('sampling takes the moving average or the last weights, as asked', async () => {
  const inFile = weightsInFile(smallCascade(), checkpoint, 'trained', 'float32');
  for (const [name, held] of Object.entries(await loadWeights(smallCascade(), checkpoint, 'trained'))) {
    expect((inFile.weights[name] as tf.Tensor).dataSync()).toEqual(held.dataSync());
  }
  expect(Object.keys(inFile.weights)).toEqual([]);
  inFile.close?.();
  const [average, trained] = [
    await loadWeights(smallCascade(), checkpoint, 'average'),
    await loadWeights(smallCascade(), checkpoint, 'trained'),
  ];
  expect(average['latents']?.dataSync()[0]).toBe(0.25);
  expect(trained['latents']?.dataSync()[0]).toBe(0.5);
  expect(() => weightsInFile(wider, checkpoint, 'average', 'float32')).toThrow(
    /network\.width[^]*expected +16[^]*got +8/,
  );
  await expect(loadWeights(wider, checkpoint, 'average')).rejects.toThrow(/network\.width[^]*expected +16[^]*got +8/);
});

test('a checkpoint says which cascade it was trained for, by its folder, the folder of the run, and its file', async () => {
  for (const path of [folder.path, checkpoint, join(checkpoint, 'model.safetensors')]) {
    expect(await readCheckpointCascade(path)).toEqual(smallCascade());
  }
});

test('a cascade beside the weights says how they are sampled, in the place of the one that they were trained for', async () => {
  const since = withSampling(smallCascade(), [{ steps: 7 }]);
  writeFileSync(join(checkpoint, 'model.cascade.yaml'), JSON.stringify(documentOfCascade(since)));
  expect(await readCheckpointCascade(checkpoint)).toEqual(since);
  expect(Object.keys(await loadWeights(since, checkpoint, 'average')).length).toBeGreaterThan(0);
  const emoji = await readCheckpointCascade('emoji');
  expect(emoji).toEqual(readCascade('pipelines/cascades/emoji.yaml'));
});

test('the order in which a cascade was written says nothing about a checkpoint', async () => {
  const text = { width: 5, tokens: 4, read: 'modulate' } as const;
  const saved = new Training(smallCascade({ condition: { text } }), 3, 'adamw');
  const state = saved.snapshot();
  const other = await saveTraining(state, join(folder.path, 'other'), 2);
  disposeState(state);
  saved.dispose();
  const { read, tokens, width } = text;
  const turned = smallCascade({ condition: { text: { tokens, read, width } } });
  expect(Object.keys(await loadWeights(turned, other, 'average'))).toContain('text.pooled.kernel');
  const attending = smallCascade({ condition: { text: { width, tokens } } });
  await expect(loadWeights(attending, other, 'average')).rejects.toThrow('condition');
});
