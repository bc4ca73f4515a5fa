import type { Cascade } from '../../dsl/index.js';
import { readSafetensorsHeader, type SafeTensors } from '../disk/safetensors.js';
import { declareParameters } from '../network/declare-parameters.js';
import { damaged } from './checkpoints.js';
import { prefixOf } from './load-weights.js';
import { modelFile } from './model-file.js';

/**
 * Look whether a cascade can start from the weights of a checkpoint, which may have other levels, blocks or conditions; only the header of
 * the file is read.
 *
 * @param path as `modelFile` takes it
 * @returns the file, and what the names of its weights begin with
 * fails E_CHECKPOINT_MISSING, E_SAFETENSORS_…, E_CHECKPOINT_DAMAGED when it has no tensor of the cascade
 */
export function checkStart(cascade: Cascade, path: string): { readonly file: string; readonly prefix: string } {
  const file = modelFile(path);
  const { tensors, metadata } = readSafetensorsHeader(file);
  const prefix = prefixOf({ metadata }, whichOf(metadata), file);
  const fits = declareParameters(cascade).some(
    ({ name, shape }) => tensors[prefix + name]?.shape.length === shape.length,
  );
  if (!fits) throw damaged(file, 'no tensor that this cascade has');
  return { file, prefix };
}

/** The moving average, unless the file was exported with the weights of the last step alone. */
const whichOf = ({ weights }: SafeTensors['metadata']): 'trained' | 'average' =>
  weights === 'trained' ? 'trained' : 'average';
