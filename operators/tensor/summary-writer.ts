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
  /** Write what is waiting, and free the memory. */
  close(this: void): void;
}

/** The parts of tfjs-node's summary writer and backend that are used here. */
interface FileWriter {
  readonly resourceHandle: tfjs.Tensor;
  scalar(name: string, value: number, step: number): void;
  flush(): void;
}
interface NodeBackend {
  summaryWriter(name: string): tfjs.Tensor;
  createSummaryFileWriter(handle: tfjs.Tensor, folder: string, queue: number, flushMs: number, suffix: string): void;
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

/** Summaries that wait at most, and the longest time between two writes. */
const [QUEUE, FLUSH_MS] = [100, 20_000];

/** A writer of event files in a folder, by TensorFlow's own operations; undefined if the backend is another one. */
export function openSummaryWriter(folder: string): SummaryWriter | undefined {
  if (tf.getBackend() !== 'tensorflow') return undefined;
  const { SummaryFileWriter } = require('@tensorflow/tfjs-node-gpu/dist/tensorboard') as {
    SummaryFileWriter: new (handle: tfjs.Tensor) => FileWriter;
  };
  const backend = tf.backend() as unknown as NodeBackend;
  // tfjs-node's own function keeps every writer, with the tensors of its arguments, as long as the process runs
  // one of the same name would go on with the file of an earlier run in this process
  const handle = backend.summaryWriter(`${folder} ${performance.now()}`);
  tf.tidy(() => {
    backend.createSummaryFileWriter(handle, folder, QUEUE, FLUSH_MS, '.v2');
  });
  const writer = new SummaryFileWriter(handle);
  return {
    scalars: (values, step) => {
      for (const [name, value] of Object.entries(values)) writer.scalar(name, value, step);
    },
    image: (name, picture, step) => {
      writeImage(writer.resourceHandle, name, picture, step);
    },
    close: () => {
      writer.flush();
      handle.dispose();
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
