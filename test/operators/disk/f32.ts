import type { StoredTensor } from '../../../operators/disk/safetensors.js';

/** A stored tensor of these numbers. */
export const f32 = (shape: number[], ...values: number[]): StoredTensor => ({
  dtype: 'F32',
  shape,
  data: new Float32Array(values),
});
