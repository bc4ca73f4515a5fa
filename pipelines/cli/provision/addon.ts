import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HpdmError } from '../../../dsl/index.js';
import { NAPI_VERSION, TENSORFLOW_VERSION } from './environment.js';
import type { Environment, Flavour } from './environment.js';
import type { Reporter } from './reporter.js';
import { runTool } from './run-tool.js';
import type { Tools } from './tools.js';
import { fetchWheel, unpackWheel } from './fetch-wheel.js';
import type { WheelOptions } from './fetch-wheel.js';
import { compilerError } from './compiler-error.js';

/** Inputs of a build of the TensorFlow addon. */
export interface BuildOptions {
  /** The installed tfjs-node package, whose C++ sources are compiled. */
  readonly sources: string;
  /** An empty folder in the cache, used by this attempt only. */
  readonly staging: string;
  readonly downloads: string;
  readonly env: Environment;
  readonly report: Reporter;
  readonly signal?: AbortSignal | undefined;
}

/** The description of a finished build, stored in its `build.json`. */
export interface Build {
  readonly flavour: Flavour;
  /** Version of the linked TensorFlow. */
  readonly tensorflow: string;
}

/** All headers that the two C++ files include. */
const HEADERS = ['tensorflow/c/', 'tensorflow/core/platform/', 'tsl/platform/', 'xla/tsl/c/'];

/** Path of the addon, relative to a build and relative to the package. */
export const ADDON = join('lib', `napi-v${String(NAPI_VERSION)}`, 'tfjs_binding.node');

/**
 * Make a build of the addon in `staging`, linked to the TensorFlow of the Python wheel.
 *
 * fails E_SETUP_… when the wheel cannot be had, the compiler fails, or the addon does not load
 */
export async function buildFromWheel(flavour: 'cpu' | 'cuda', tools: Tools, options: BuildOptions): Promise<void> {
  const { staging, report, signal, env, downloads } = options;
  const wheelOptions = { python: tools.python, downloads, scratch: join(staging, 'tmp'), env, report, signal };
  await placeLibraries(flavour, wheelOptions, options);
  report.step('compiling the addon');
  await compile(tools, options);
  await stripSymbols(options);
  for (const name of ['tmp', 'wheel', 'build', 'binding', 'binding.gyp', join('deps', 'include')]) {
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
  await mkdir(lib, { recursive: true });
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
  return [...metadata.matchAll(pattern)].map((match) => [match[1] ?? '', match[2] ?? '']);
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

/** Build for one N-API version only; node-pre-gyp would build all six. */
async function compile(tools: Tools, options: BuildOptions): Promise<void> {
  const { staging, sources, env, report, signal } = options;
  for (const name of ['binding', 'binding.gyp'])
    await cp(join(sources, name), join(staging, name), { recursive: true });
  const headers = join(dirname(dirname(process.execPath)), 'include', 'node', 'node.h');
  const nodedir = env['npm_config_nodedir'] ?? (existsSync(headers) ? dirname(dirname(dirname(headers))) : undefined);
  const napi = String(NAPI_VERSION);
  const args = [
    ...['configure', 'build', `--napi_version=${process.versions.napi ?? napi}`, `--napi_build_version=${napi}`],
    ...['--module_name=tfjs_binding', `--module_path=${dirname(join(staging, ADDON))}`],
    ...[`--module=${join(staging, ADDON)}`, `--python=${tools.python}`],
    ...(nodedir === undefined ? [] : [`--nodedir=${nodedir}`]),
  ];
  const { code, output } = await runTool(process.execPath, [tools.nodeGyp, ...args], {
    cwd: staging,
    env: { ...env, LDFLAGS: `${env['LDFLAGS'] ?? ''} ${await linkerFlags(tools, options)}`, CXX: tools.cxx },
    signal,
    onLine: report.detail,
  });
  if (code === 0 && existsSync(join(staging, ADDON))) return;
  throw new HpdmError({
    code: 'E_SETUP_COMPILE',
    message: `the addon could not be compiled (${compilerError(output)})`,
    try: 'hpdm setup --verbose shows the whole output of the compiler',
  });
}

/**
 * Additional linker flags. On Linux: the library that silences TensorFlow's start, which must be initialised before all others. On macOS: the
 * search path, which binding.gyp does not set.
 */
async function linkerFlags(tools: Tools, { staging, env, signal }: BuildOptions): Promise<string> {
  if (process.platform === 'darwin') return '-Wl,-rpath,@loader_path/../../deps/lib';
  if (process.platform !== 'linux') return '';
  const lib = join(staging, 'deps', 'lib');
  const source = fileURLToPath(new URL('quiet-start.cc', import.meta.url));
  const output = join(lib, 'libhpdm_quiet_start.so');
  const args = ['-shared', '-fPIC', '-O2', source, '-o', output, `-L${lib}`, '-ltensorflow_framework'];
  const { code } = await runTool(tools.cxx, [...args, '-Wl,-rpath,$ORIGIN', '-Wl,-z,initfirst'], { env, signal });
  return code === 0 ? `-L${lib} -Wl,--no-as-needed -lhpdm_quiet_start` : '';
}

/** Remove unused symbols, a quarter of the library, if `strip` is installed. */
async function stripSymbols({ staging, env, signal }: BuildOptions): Promise<void> {
  if (process.platform !== 'linux') return;
  const lib = join(staging, 'deps', 'lib');
  const files = (await readdir(lib)).filter((file) => /^libtensorflow_.*\.so\.\d+$/.test(file));
  await runTool('strip', ['--strip-unneeded', ...files.map((file) => join(lib, file))], { env, signal });
}
