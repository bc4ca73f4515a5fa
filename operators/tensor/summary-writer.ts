import { createRequire } from 'node:module';
import type * as tfjs from '@tensorflow/tfjs';
import type { Picture } from '../../dsl/index.js';
import { tf } from './tf.js';

/** Writes TensorBoard event files. */
export interface SummaryWriter {
  /** Write numbers of a step by name. */
  scalars(this: void, values: Readonly<Record<string, number>>, step: number): void;
  /** Write a picture of a step. */
  image(this: void, name: string, picture: Picture, step: number): void;
  flush(this: void): void;
}

/** The parts of tfjs-node's summary writer and backend that are used here. */
interface FileWriter {
  readonly resourceHandle: tfjs.Tensor;
  scalar(name: string, value: number, step: number): void;
  flush(): void;
}
interface NodeBackend {
  readonly binding: {
    readonly TF_ATTR_INT: number;
    readonly TF_ATTR_TYPE: number;
    createTensor(shape: readonly number[], type: number, data: Uint8Array): number;
    executeOp(name: string, attributes: readonly object[], inputs: readonly number[], outputs: number): unknown;
    deleteTensor(id: number): void;
  };
  getInputTensorIds(tensors: readonly unknown[]): number[];
}

const require = createRequire(import.meta.url);

/** A writer of event files in a folder, by TensorFlow's own operations; undefined if the backend is another one. */
export function openSummaryWriter(folder: string): SummaryWriter | undefined {
  if (tf.getBackend() !== 'tensorflow') return undefined;
  const { node } = require('@tensorflow/tfjs-node-gpu') as { node: { summaryFileWriter(folder: string): FileWriter } };
  const writer = node.summaryFileWriter(folder);
  return {
    scalars: (values, step) => {
      for (const [name, value] of Object.entries(values)) writer.scalar(name, value, step);
    },
    image: (name, picture, step) => {
      writeImage(writer.resourceHandle, name, picture, step);
    },
    flush: () => {
      writer.flush();
    },
  };
}

/** TensorFlow's number for the type uint8, which tfjs-node has no name for. */
const UINT8 = 4;

/** tfjs-node has no call for pictures, so their operation is executed here; TensorFlow encodes the PNG. */
function writeImage(handle: tfjs.Tensor, name: string, picture: Picture, step: number): void {
  const { Int64Scalar } = require('@tensorflow/tfjs-node-gpu/dist/int64_tensors') as {
    Int64Scalar: new (value: number) => unknown;
  };
  const backend = tf.backend() as unknown as NodeBackend;
  const { binding } = backend;
  const { width, height, channels, data } = picture;
  tf.tidy(() => {
    const known = backend.getInputTensorIds([handle, new Int64Scalar(step), tf.scalar(name, 'string')]);
    const pixels = binding.createTensor([1, height, width, channels], UINT8, data);
    const noColour = binding.createTensor([channels], UINT8, new Uint8Array(channels));
    const attributes = [
      { name: 'max_images', type: binding.TF_ATTR_INT, value: 1 },
      { name: 'T', type: binding.TF_ATTR_TYPE, value: UINT8 },
    ];
    binding.executeOp('WriteImageSummary', attributes, [...known, pixels, noColour], 0);
    for (const id of [known[1] ?? -1, pixels, noColour]) binding.deleteTensor(id);
  });
}
