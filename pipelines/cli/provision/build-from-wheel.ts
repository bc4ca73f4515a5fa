import { existsSync } from 'node:fs';
import { chmod, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { itemAt, HpdmError } from '../../../dsl/index.js';
import { ADDON, TENSORFLOW_VERSION } from './environment.js';
import type { Flavour } from './environment.js';
import type { BuildOptions } from './build-options.js';
import { compileAddon } from './compile-addon.js';
import { platformFault, thisMachine } from './platform-fault.js';
import { runTool } from './run-tool.js';
import type { Tools } from './tools.js';
import { fetchWheel, unpackWheel } from './fetch-wheel.js';
import type { WheelOptions } from './fetch-wheel.js';
import { makeFolder } from '../../../operators/disk/make-folder.js';

/** The description of a finished build, stored in its `build.json`. */
export interface Build {
  readonly flavour: Flavour;
  /** Version of the linked TensorFlow. */
  readonly tensorflow: string;
}

/** All headers that the two C++ files include. */
const HEADERS = ['tensorflow/c/', 'tensorflow/core/platform/', 'tsl/platform/', 'xla/tsl/c/'];

/**
 * Make a build of the addon in `staging`, linked to the TensorFlow of the Python wheel.
 *
 * fails E_SETUP_… when the wheel cannot be had, the compiler fails, or the addon does not load
 */
export async function buildFromWheel(flavour: 'cpu' | 'cuda', tools: Tools, options: BuildOptions): Promise<void> {
  const fault = platformFault(thisMachine());
  if (fault !== undefined) throw fault;
  const { staging, report, signal, env, downloads } = options;
  const wheelOptions = { python: tools.python, downloads, scratch: join(staging, 'tmp'), env, report, signal };
  await placeLibraries(flavour, wheelOptions, options);
  report.step('compiling the addon');
  await compileAddon(tools, options);
  await stripSymbols(options);
  for (const name of ['tmp', 'wheel', join('deps', 'include')]) {
    await rm(join(staging, name), { recursive: true, force: true });
  }
  await finishBuild(flavour, options);
}

/** Check that the addon in `staging` works and write its description. */
export async function finishBuild(flavour: Flavour, options: BuildOptions): Promise<void> {
  const { staging, report, env, signal } = options;
  report.step('checking that the addon loads and multiplies');
  const script = fileURLToPath(new URL('check-addon.cjs', import.meta.url));
  const { code, output } = await runTool(process.execPath, [script, join(staging, ADDON)], {
    env: { TF_CPP_MIN_LOG_LEVEL: '2', ...env },
    signal,
    timeoutMs: 120_000,
  });
  const said = output.findLast((line) => line.startsWith('{"tensorflow"'));
  if (code !== 0 || said === undefined) {
    throw new HpdmError({
      code: 'E_SETUP_CHECK',
      message: `the addon was built but does not work (${output.find((line) => /^\w*Error: /.test(line)) ?? `exit code ${String(code)}`})`,
      try: 'hpdm setup --verbose, and report what it prints together with hpdm doctor',
    });
  }
  const { tensorflow } = JSON.parse(said) as Build;
  await writeFile(join(staging, 'build.json'), JSON.stringify({ flavour, tensorflow } satisfies Build));
}

async function placeLibraries(flavour: 'cpu' | 'cuda', wheels: WheelOptions, options: BuildOptions): Promise<void> {
  const { staging, report } = options;
  const lib = join(staging, 'deps', 'lib');
  const unpacked = join(staging, 'wheel');
  await makeFolder(lib);
  const name = wheelName(flavour);
  report.step(`getting TensorFlow ${TENSORFLOW_VERSION} (the Python wheel ${name})`);
  const wheel = await fetchWheel(name, TENSORFLOW_VERSION, wheels);
  report.step('unpacking it');
  const headers = HEADERS.map((folder) => `tensorflow/include/${folder}`);
  const metadata = `${name.replaceAll('-', '_')}-${TENSORFLOW_VERSION}.dist-info/METADATA`;
  await unpackWheel(wheel, unpacked, ['tensorflow/libtensorflow_', ...headers, metadata], wheels);
  for (const file of await readdir(join(unpacked, 'tensorflow'))) {
    if (!file.startsWith('libtensorflow_')) continue;
    await rename(join(unpacked, 'tensorflow', file), join(lib, file));
    // The addon is linked to libtensorflow, which the wheel calls libtensorflow_cc.
    const plain = file.replace('_cc', '');
    const linked = process.platform === 'darwin' ? plain : plain.replace(/\.so\..*$/, '.so');
    if (linked !== file) await symlink(file, join(lib, linked));
  }
  await rename(join(unpacked, 'tensorflow', 'include'), join(staging, 'deps', 'include'));
  if (flavour === 'cuda') await placeCuda(await readFile(join(unpacked, metadata), 'utf8'), wheels, options);
}

/** On Arm and macOS there is no `-cpu` variant; there the plain wheel has no GPU support. */
const wheelName = (flavour: 'cpu' | 'cuda'): string =>
  flavour === 'cpu' && process.platform === 'linux' && process.arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow';

/** The names and versions of NVIDIA's wheels that `tensorflow[and-cuda]` pins, read from the wheel's metadata. */
export function cudaWheels(metadata: string): [name: string, version: string][] {
  const pattern = /^Requires-Dist: (nvidia-[\w-]+)\s*\(?==\s*([\w.]+)\)?\s*;.*extra == ["']and-cuda["']/gm;
  return [...metadata.matchAll(pattern)].map((match) => [itemAt(match, 1), itemAt(match, 2)]);
}

/** Put the libraries where TensorFlow's search path expects them (../nvidia), and links to them beside TensorFlow. */
async function placeCuda(metadata: string, wheels: WheelOptions, { staging, report }: BuildOptions): Promise<void> {
  const deps = join(staging, 'deps');
  for (const [name, version] of cudaWheels(metadata)) {
    report.step(`getting ${name} ${version}`);
    await unpackWheel(await fetchWheel(name, version, wheels), deps, ['nvidia/'], wheels);
  }
  const files = await readdir(join(deps, 'nvidia'), { recursive: true });
  for (const file of files) {
    const path = join(deps, 'nvidia', file);
    if (basename(dirname(path)) === 'bin') await chmod(path, 0o755);
    if (basename(dirname(path)) !== 'lib' || !file.includes('.so')) continue;
    const link = join(deps, 'lib', basename(file));
    if (!existsSync(link)) await symlink(relative(dirname(link), path), link);
  }
}

/** Remove unused symbols, a quarter of the library, if `strip` is installed. */
async function stripSymbols({ staging, env, signal }: BuildOptions): Promise<void> {
  if (process.platform !== 'linux') return;
  const lib = join(staging, 'deps', 'lib');
  const files = (await readdir(lib)).filter((file) => /^libtensorflow_.*\.so\.\d+$/.test(file));
  await runTool('strip', ['--strip-unneeded', ...files.map((file) => join(lib, file))], { env, signal });
}
