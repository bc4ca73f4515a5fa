import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphModel, LayersModel } from '@tensorflow/tfjs';
import { counted, HpdmError } from '../../dsl/index.js';
import { readModelArtifacts } from '../tensor/model-artifacts.js';
import { tf } from '../tensor/tf.js';

/** A model that tells classes, with what it takes. */
export interface ClassifierModel {
  readonly model: GraphModel | LayersModel;
  readonly file: string;
  /** Frames of a video, null for any number; undefined where it takes pictures. */
  readonly frames: number | null | undefined;
  /** Height and width, null for any. */
  readonly height: number | null;
  readonly width: number | null;
  readonly channels: number;
}

/** `model.json` in a folder, or the file itself. */
export const classifierFile = (path: string): string =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? join(path, 'model.json') : path;

/**
 * Read a classifier, a layers model or a graph model of TensorFlow.js.
 *
 * fails E_FILE_MISSING; E_WEIGHTS_OTHER where it is no model, or takes neither pictures nor videos
 */
export async function loadClassifier(path: string): Promise<ClassifierModel> {
  const file = classifierFile(path);
  if (statSync(file, { throwIfNoEntry: false }) === undefined) {
    const [expected, got] = ['the model.json of a classifier, or the folder with it', 'no such file'];
    throw new HpdmError({ code: 'E_FILE_MISSING', place: { file }, expected, got });
  }
  const model = await load(file).catch((error: unknown) => {
    throw otherClassifier(file, 'a model of TensorFlow.js, and its files of weights', (error as Error).message);
  });
  const { inputs, outputs } = model;
  const shape = (inputs[0]?.shape ?? []).map((size) => (size === null || size < 0 ? null : size));
  const [channels = 3, width = null, height = null, frames] = shape.slice(1).reverse();
  const isKnown = [4, 5].includes(shape.length) && (channels === 1 || channels === 3);
  if (isKnown && inputs.length === 1 && outputs.length === 1) return { model, file, frames, height, width, channels };
  model.dispose();
  throw otherClassifier(
    file,
    'one input, pictures [N, h, w, c] or videos [N, f, h, w, c] of 1 or 3 channels, and one output',
    `${counted(inputs.length, 'input')}, the first [${shape.map((size) => size ?? 'any').join(', ')}], and ${counted(outputs.length, 'output')}`,
  );
}

async function load(file: string): Promise<GraphModel | LayersModel> {
  const artifacts = await readModelArtifacts(file);
  const source = { load: () => Promise.resolve(artifacts) };
  const isGraph = artifacts.format === 'graph-model' || 'node' in (artifacts.modelTopology ?? {});
  return isGraph ? tf.loadGraphModel(source) : tf.loadLayersModel(source);
}

/** The error of a file that holds another model: E_WEIGHTS_OTHER. */
export const otherClassifier = (file: string, expected: string, got: string, advice?: string): HpdmError =>
  new HpdmError({
    ...{ code: 'E_WEIGHTS_OTHER', place: { file }, expected, got },
    ...(advice !== undefined && { try: advice }),
  });
