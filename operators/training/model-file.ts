import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HpdmError, suggestion } from '../../dsl/index.js';
import { latestCheckpoint, MODEL } from './checkpoints.js';

/**
 * The file with the weights of a checkpoint.
 *
 * @param path a checkpoint folder, the folder of a training run, a .safetensors file, or the name of weights that come with hpdm (`emoji`)
 * fails E_CHECKPOINT_MISSING
 */
export function modelFile(path: string): string {
  if (path.endsWith('.safetensors')) return path;
  if (!/^[\w-]+$/.test(path) || existsSync(path)) return join(latestCheckpoint(path), MODEL);
  const names = ownWeights();
  if (names.includes(path)) return fileURLToPath(new URL(`${path}${ENDING}`, OWN));
  throw new HpdmError({
    code: 'E_CHECKPOINT_MISSING',
    place: { file: path },
    expected: `a checkpoint, the folder of a training, a .safetensors file, or weights that come with hpdm: ${names.join(', ')}`,
    got: `no checkpoint in ${path}`,
    try: `${suggestion(path, names)}, or train one: hpdm train --out ${path}`,
  });
}

const OWN = new URL('../../weights/', import.meta.url);
const ENDING = '.safetensors';

/** The names of the weights that come with hpdm. */
const ownWeights = (): string[] =>
  readdirSync(OWN)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort();
