import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HpdmError } from '../../../dsl/index.js';
import { nativeLibrary } from '../../../operators/tensor/native/library.js';
import type { Environment } from './environment.js';
import type { Reporter } from './reporter.js';
import { runTool } from './run-tool.js';
import { findCompiler } from './tools.js';
import { compilerError } from './compiler-error.js';

interface Options {
  readonly env: Environment;
  readonly report: Reporter;
  readonly signal?: AbortSignal | undefined;
}

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
export async function buildKernels(packageFolder: string, options: Options): Promise<HpdmError | undefined> {
  const library = nativeLibrary(packageFolder);
  if (existsSync(library)) return undefined;
  const { env, report, signal } = options;
  const compiler = await findCompiler(env, signal);
  if (compiler === undefined) return failure('no C++ compiler was found', 'install one, then run hpdm setup');
  report.step("compiling hpdm's own kernels");
  const [folder, temporary] = [dirname(library), `${library}.${String(process.pid)}`];
  const args = [
    ...['-std=c++17', '-O3', '-march=native', ...ARITHMETIC, '-fvisibility=hidden', '-shared', '-fPIC', SOURCE],
    ...['-o', temporary, `-L${folder}`, '-ltensorflow_framework', '-ltensorflow', '-lpthread', searchPath()],
  ];
  const { code, output } = await runTool(compiler, args, { env, signal, onLine: report.detail });
  if (code === 0) await rename(temporary, library);
  await rm(temporary, { force: true });
  if (code === 0) return undefined;
  return failure(`the compiler failed (${compilerError(output)})`, 'hpdm setup --verbose shows why');
}

/** Linker flags that make the kernels find TensorFlow in their own folder. */
const searchPath = (): string => (process.platform === 'darwin' ? '-Wl,-rpath,@loader_path' : '-Wl,-rpath,$ORIGIN');

const failure = (message: string, advice: string): HpdmError =>
  new HpdmError({ code: 'E_SETUP_KERNELS', message, try: advice });
