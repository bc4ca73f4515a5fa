import { fileURLToPath } from 'node:url';
import { tf } from '../operators/tensor/tf.js';
import { readSafetensors } from '../operators/disk/safetensors.js';

/** Numbers of an outside implementation, by name. */
export interface Reference {
  readonly names: readonly string[];
  shape(this: void, name: string): readonly number[];
  values(this: void, name: string): Float32Array;
  /** The only number of a scalar. */
  number(this: void, name: string): number;
  /** A new tensor on the backend in use. */
  tensor<T extends tf.Tensor>(this: void, name: string): T;
}

/** The numbers of `test/fixtures/reference/<file>.safetensors`. */
export async function readReference(file: string): Promise<Reference> {
  const path = fileURLToPath(new URL(`fixtures/reference/${file}.safetensors`, import.meta.url));
  const { tensors } = await readSafetensors(path);
  const stored = (name: string): { shape: readonly number[]; data: Float32Array } => {
    const tensor = tensors[name];
    if (tensor?.dtype !== 'F32') throw new RangeError(`${file} holds no float32 tensor "${name}"`);
    return tensor;
  };
  const values = (name: string): Float32Array => stored(name).data;
  return {
    names: Object.keys(tensors),
    shape: (name) => stored(name).shape,
    values,
    number: (name) => values(name)[0] ?? NaN,
    tensor: <T extends tf.Tensor>(name: string) => tf.tensor(values(name), [...stored(name).shape]) as T,
  };
}
