import { product } from '../tensor/product.js';
import type { SafeTensors, StoredTensor } from '../disk/safetensors.js';
import { aboutWeights } from './about-weights.js';
import type { TrainingState } from './training-state.js';

/** The moving average of the weights as an exported file has it, readable as a checkpoint. */
export async function averageOf(state: TrainingState): Promise<SafeTensors> {
  const { vectors, declarations } = state;
  const values = await vectors.average.data<'float32'>();
  let offset = 0;
  const tensors = declarations.map(({ name, shape }): [string, StoredTensor] => {
    const size = product(shape);
    offset += size;
    return [name, { dtype: 'F32', shape: [...shape], data: values.subarray(offset - size, offset) }];
  });
  return {
    tensors: Object.fromEntries(tensors),
    metadata: { format: 'hpdm', weights: 'average', ...aboutWeights(state) },
  };
}
