import { fileURLToPath } from 'node:url';
import { builtIn } from '../pipelines/built-in.js';

/**
 * The file of a cascade that is measured: a file ending in .yaml, a preset by its name, or `mnist-paper`, which is mnist with the network of the
 * paper (`mnist-paper.yaml`).
 */
export function cascadeFile(name: string): string {
  if (name.endsWith('.yaml')) return name;
  return name === 'mnist-paper'
    ? fileURLToPath(new URL('mnist-paper.yaml', import.meta.url))
    : builtIn(`cascades/${name}.yaml`);
}
