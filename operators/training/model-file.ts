import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { latestCheckpoint, MODEL } from './checkpoints.js';

/**
 * The file with the weights of a checkpoint.
 *
 * @param path a checkpoint folder, the folder of a training run, a .safetensors file, or the name of weights that come with hpdm (`emoji`)
 * fails E_CHECKPOINT_MISSING
 */
export function modelFile(path: string): string {
  if (path.endsWith('.safetensors')) return path;
  if (/^[\w-]+$/.test(path) && !existsSync(path)) {
    const own = fileURLToPath(new URL(`../../weights/${path}.safetensors`, import.meta.url));
    if (existsSync(own)) return own;
  }
  return join(latestCheckpoint(path), MODEL);
}
