import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HpdmError } from '../../../dsl/index.js';
import { nativeLibrary } from '../../../operators/tensor/native/library.js';
import { compileLibrary, type Toolkit } from './compile-library.js';

const SOURCE = fileURLToPath(new URL('../../../operators/tensor/native/kernels.cc', import.meta.url));

/** Allow sums in any order, so that loops become vector code, but keep infinities and NaN. */
const ARITHMETIC = [
  ...['-fno-math-errno', '-fno-trapping-math', '-fno-signed-zeros', '-fassociative-math', '-freciprocal-math'],
  '-ffp-contract=fast',
];

/**
 * Compile hpdm's own kernels for this processor and put them beside the TensorFlow of a package, unless they are there already. Without
 * them, everything runs on TensorFlow's general kernels, and training takes about 50 % longer.
 *
 * @param packageFolder folder of `@tensorflow/tfjs-node-gpu`, linked to a TensorFlow
 * @returns the reason why they could not be compiled; undefined if they are there
 */
export async function buildKernels(packageFolder: string, toolkit: Toolkit): Promise<HpdmError | undefined> {
  const library = nativeLibrary(packageFolder);
  const linked = [`-L${dirname(library)}`, '-ltensorflow_framework', '-ltensorflow', '-lpthread', searchPath()];
  const flags = ['-O3', '-march=native', ...ARITHMETIC, ...linked];
  const failed = await compileLibrary({ name: "hpdm's own kernels", library, source: SOURCE, flags }, toolkit);
  return failed && new HpdmError({ code: 'E_SETUP_KERNELS', ...failed });
}

/** Linker flags that make the kernels find TensorFlow in their own folder. */
const searchPath = (): string => (process.platform === 'darwin' ? '-Wl,-rpath,@loader_path' : '-Wl,-rpath,$ORIGIN');
