import * as tf from '@tensorflow/tfjs';
import { measure } from '../operators/tensor/sketch/measure.js';
import { tf as lazy } from '../operators/tensor/tf.js';

/** The same value with sketches in the place of its tensors. */
export const sketched = <T>(value: T): T => measure(() => replaced(value) as T).value;

function replaced(value: unknown): unknown {
  if (value instanceof tf.Tensor) return sketchOf(value as tf.Tensor);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(replaced);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, replaced(part)]));
}

const sketchOf = ({ shape, dtype }: tf.Tensor): tf.Tensor => lazy.zeros(shape, dtype);
