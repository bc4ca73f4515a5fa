import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HpdmError } from '../../../dsl/index.js';
import type { BuildOptions } from './build-options.js';
import { compilerError } from './compiler-error.js';
import { ADDON, NAPI_VERSION } from './environment.js';
import { runTool } from './run-tool.js';
import type { Tools } from './tools.js';
import { makeFolder } from '../../../operators/disk/make-folder.js';

/**
 * Compile the addon with node-gyp and put it into `staging`, whose `deps` holds TensorFlow's headers and libraries.
 * fails E_SETUP_COMPILE when the compiler fails
 */
export async function compileAddon(tools: Tools, options: BuildOptions): Promise<void> {
  const { staging, env, report, signal } = options;
  const room = await makeRoom(options);
  try {
    const { code, output } = await runTool(
      process.execPath,
      [tools.nodeGyp, ...(await argumentsFor(tools, room, env))],
      {
        cwd: room,
        env: { ...env, LDFLAGS: `${env['LDFLAGS'] ?? ''} ${await linkerFlags(tools, room, options)}`, CXX: tools.cxx },
        signal,
        onLine: report.detail,
      },
    );
    if (code !== 0 || !existsSync(join(room, ADDON))) {
      throw new HpdmError({
        code: 'E_SETUP_COMPILE',
        message: `the addon could not be compiled (${compilerError(output)})`,
        try: 'hpdm setup --verbose shows the whole output of the compiler',
      });
    }
    await makeFolder(dirname(join(staging, ADDON)));
    await cp(join(room, ADDON), join(staging, ADDON));
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}

/** A folder with the sources and a link to `deps`: in `staging`, or elsewhere if its path has spaces, which make cannot handle. */
async function makeRoom({ staging, sources }: BuildOptions): Promise<string> {
  const outside = /\s/.test(tmpdir()) ? '/tmp' : tmpdir();
  const room = await mkdtemp(join(/\s/.test(staging) ? outside : staging, 'hpdm-build-'));
  for (const name of ['binding', 'binding.gyp']) await cp(join(sources, name), join(room, name), { recursive: true });
  await symlink(join(staging, 'deps'), join(room, 'deps'), 'junction');
  return room;
}

/** Arguments that build for one N-API version only; node-pre-gyp would build all six. */
async function argumentsFor(tools: Tools, room: string, env: BuildOptions['env']): Promise<string[]> {
  const napi = String(NAPI_VERSION);
  return [
    ...['configure', 'build', `--napi_version=${process.versions.napi ?? napi}`, `--napi_build_version=${napi}`],
    ...['--module_name=tfjs_binding', `--module_path=${dirname(join(room, ADDON))}`],
    ...[`--module=${join(room, ADDON)}`, `--python=${tools.python}`],
    await headersOfNode(room, env),
  ];
}

/** The argument for the headers of this Node: those installed with it, through a link without spaces, else node-gyp downloads them. */
async function headersOfNode(room: string, env: BuildOptions['env']): Promise<string> {
  const beside = dirname(dirname(process.execPath));
  const installed = existsSync(join(beside, 'include', 'node', 'node.h')) ? beside : undefined;
  const folder = env['npm_config_nodedir'] ?? installed;
  if (folder === undefined) return `--devdir=${join(room, 'headers')}`;
  await symlink(folder, join(room, 'node'), 'junction');
  return `--nodedir=${join(room, 'node')}`;
}

/**
 * Additional linker flags. On Linux: the library that silences TensorFlow's start, which must be initialised before all others. On macOS: the
 * search path, which binding.gyp does not set.
 */
async function linkerFlags(tools: Tools, room: string, { env, signal }: BuildOptions): Promise<string> {
  if (process.platform === 'darwin') return '-Wl,-rpath,@loader_path/../../deps/lib';
  if (process.platform !== 'linux') return '';
  const lib = join(room, 'deps', 'lib');
  const source = fileURLToPath(new URL('quiet-start.cc', import.meta.url));
  const output = join(lib, 'libhpdm_quiet_start.so');
  const args = ['-shared', '-fPIC', '-O2', source, '-o', output, `-L${lib}`, '-ltensorflow_framework'];
  const { code } = await runTool(tools.cxx, [...args, '-Wl,-rpath,$ORIGIN', '-Wl,-z,initfirst'], { env, signal });
  return code === 0 ? `-L${lib} -Wl,--no-as-needed -lhpdm_quiet_start` : '';
}
