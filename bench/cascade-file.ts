import { fileURLToPath } from 'node:url';
import { builtIn } from '../pipelines/built-in.js';

/** The file of a cascade that is measured: a preset by its name, but for `mnist`, which is measured with the network of the paper (`mnist.yaml`). */
export const cascadeFile = (name: string): string =>
  name === 'mnist' ? fileURLToPath(new URL('mnist.yaml', import.meta.url)) : builtIn(`cascades/${name}.yaml`);
