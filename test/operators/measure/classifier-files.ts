import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { io, LayersModel } from '@tensorflow/tfjs';
import { tf } from '../../../operators/tensor/tf.js';

/** Write a model as TensorFlow.js has it: model.json, and the weights beside it. */
function writeModel(folder: string, artifacts: io.ModelArtifacts): string {
  const { weightData, weightSpecs = [], ...rest } = artifacts;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'weights.bin'), Buffer.from(weightData as ArrayBuffer));
  const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  writeFileSync(join(folder, 'model.json'), JSON.stringify({ ...rest, weightsManifest }));
  return folder;
}

/** Write a layers model. */
export async function writeLayers(folder: string, model: LayersModel): Promise<string> {
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      writeModel(folder, artifacts);
      return Promise.resolve({ modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) });
    }),
  );
  model.dispose();
  return folder;
}

/** A classifier of pictures or videos by their mean colour: the logits are the mean of each channel times `sharpness`, and 0. */
export function byColour(inputShape: readonly (number | null)[], sharpness = 4, isSoft = true): LayersModel {
  const C = inputShape.at(-1) ?? 3;
  const dense = tf.layers.dense({ units: C + 1, useBias: false, ...(isSoft && { activation: 'softmax' }) });
  const pooling =
    inputShape.length === 4
      ? [
          tf.layers.averagePooling3d({
            inputShape: [...inputShape],
            poolSize: inputShape.slice(0, 3) as [number, number, number],
          }),
          tf.layers.flatten(),
        ]
      : [tf.layers.globalAveragePooling2d({ inputShape: [...inputShape], dataFormat: 'channelsLast' })];
  const model = tf.sequential({ layers: [...pooling, dense] });
  const kernel = tf.tidy(() => tf.mul(tf.eye(C, C + 1), sharpness));
  dense.setWeights([kernel]);
  kernel.dispose();
  return model;
}

/** Write a graph model, softmax(mean over the picture), as the converter of TensorFlow does. */
export function writeGraph(folder: string): string {
  const float = { type: 'DT_FLOAT' };
  const modelTopology = {
    node: [
      {
        name: 'x',
        op: 'Placeholder',
        attr: {
          dtype: float,
          shape: { shape: { dim: [{ size: '-1' }, { size: '8' }, { size: '8' }, { size: '3' }] } },
        },
      },
      {
        name: 'axes',
        op: 'Const',
        attr: {
          dtype: { type: 'DT_INT32' },
          value: { tensor: { dtype: 'DT_INT32', tensorShape: { dim: [{ size: '2' }] } } },
        },
      },
      {
        name: 'mean',
        op: 'Mean',
        input: ['x', 'axes'],
        attr: { T: float, Tidx: { type: 'DT_INT32' }, keep_dims: { b: false } },
      },
      { name: 'y', op: 'Softmax', input: ['mean'], attr: { T: float } },
    ],
    versions: { producer: 1 },
  };
  const weightSpecs = [{ name: 'axes', shape: [2], dtype: 'int32' as const }];
  return writeModel(folder, {
    format: 'graph-model',
    modelTopology,
    weightSpecs,
    weightData: Int32Array.of(1, 2).buffer,
  });
}
