import { fileURLToPath } from 'node:url';
import { HpdmError } from '../../../dsl/index.js';
import { membersLibrary } from '../../../operators/tensor/native/library.js';
import { compileLibrary, type Toolkit } from './compile-library.js';

const SOURCE = fileURLToPath(new URL('../../../operators/tensor/members/native/members.cc', import.meta.url));

/**
 * Compile the library with which several processes train together, unless it is there already. Only Linux needs it: elsewhere, members are
 * refused.
 *
 * @param packageFolder folder of `@tensorflow/tfjs-node-gpu`, linked to a TensorFlow
 * @returns the reason why it could not be compiled; undefined if it is there, or not needed
 */
export async function buildMembers(packageFolder: string, toolkit: Toolkit): Promise<HpdmError | undefined> {
  if (process.platform !== 'linux') return undefined;
  const library = membersLibrary(packageFolder);
  const flags = ['-O2', '-ldl'];
  const failed = await compileLibrary({ name: 'the library of the members', library, source: SOURCE, flags }, toolkit);
  return failed && new HpdmError({ code: 'E_SETUP_KERNELS', ...failed });
}
