import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HpdmError } from '../../../dsl/index.js';
import type { Environment } from './environment.js';
import { runTool } from './run-tool.js';

/** The programs that building the addon needs. */
export interface Tools {
  /** Python 3 with pip. */
  readonly python: string;
  readonly cxx: string;
  /** node-gyp's script, run with this Node. */
  readonly nodeGyp: string;
}

interface Part {
  readonly name: string;
  readonly found: string | undefined;
  /** The names of its package in apt, dnf, pacman and Homebrew. */
  readonly packages: readonly [string, string, string, string];
}

/**
 * Find Python with pip, a C++ compiler, make and node-gyp.
 *
 * fails E_SETUP_TOOLS, which names everything that is missing and how to install it on this machine
 */
export async function findTools(env: Environment, signal?: AbortSignal): Promise<Tools> {
  const { works, first } = search(env, signal);
  const isPython3 = 'import sys, zipfile; sys.exit(sys.version_info < (3, 8))';
  const python = await first([env['npm_config_python'], env['PYTHON'], 'python3', 'python'], '-c', isPython3);
  const pip = python && (await works(python, '-m', 'pip', '--version')) ? python : undefined;
  const cxx = await findCompiler(env, signal);
  const make = await first([env['MAKE'], 'make', 'gmake'], '--version');
  const nodeGyp = findNodeGyp(env);
  const parts: Part[] = [
    { name: 'Python 3', found: python, packages: ['python3', 'python3', 'python', 'python'] },
    { name: 'pip', found: pip, packages: ['python3-pip', 'python3-pip', 'python-pip', 'python'] },
    { name: 'a C++ compiler', found: cxx, packages: ['g++', 'gcc-c++', 'gcc', 'llvm'] },
    { name: 'make', found: make, packages: ['make', 'make', 'make', 'make'] },
    { name: 'npm (its node-gyp)', found: nodeGyp, packages: ['npm', 'npm', 'npm', 'node'] },
  ];
  if (python && pip && cxx && make && nodeGyp) return { python, cxx, nodeGyp };
  throw missingParts(parts.filter(({ found }) => found === undefined));
}

/** The C++ compiler of this machine; undefined if there is none. */
export const findCompiler = (env: Environment, signal?: AbortSignal): Promise<string | undefined> =>
  search(env, signal).first([env['CXX'], 'c++', 'g++', 'clang++'], '--version');

/** Find working commands: `works` tells whether one runs, `first` returns the first of several that does. */
function search(env: Environment, signal?: AbortSignal) {
  const works = async (command: string, ...args: string[]): Promise<boolean> =>
    (await runTool(command, args, { env, signal, timeoutMs: 20_000 })).code === 0;
  const first = async (commands: readonly (string | undefined)[], ...args: string[]): Promise<string | undefined> => {
    for (const command of commands) if (command && (await works(command, ...args))) return command;
    return undefined;
  };
  return { works, first };
}

function missingParts(missing: readonly Part[]): HpdmError {
  return new HpdmError({
    code: 'E_SETUP_TOOLS',
    message: `not found: ${missing.map(({ name }) => name).join(', ')}`,
    expected: 'Python 3.8 or newer with pip, a C++ compiler, make, npm',
    got: `no ${missing.map(({ name }) => name).join(', no ')}`,
    try: installCommand(missing),
  });
}

const MANAGERS = [
  { file: '/usr/bin/apt-get', command: 'sudo apt-get install' },
  { file: '/usr/bin/dnf', command: 'sudo dnf install' },
  { file: '/usr/bin/pacman', command: 'sudo pacman -S' },
] as const;

function installCommand(missing: readonly Part[]): string {
  if (process.platform === 'darwin') return 'xcode-select --install; brew install python';
  const index = MANAGERS.findIndex(({ file }) => existsSync(file));
  const manager = MANAGERS[index];
  if (manager === undefined) return `install ${missing.map(({ name }) => name).join(', ')}`;
  return `${manager.command} ${missing.map(({ packages }) => packages[index as 0 | 1 | 2]).join(' ')}`;
}

/** The path of node-gyp, in the places where node-pre-gyp looks: the one npm names, beside a running npm, in the npm beside Node. */
function findNodeGyp(env: Environment): string | undefined {
  const script = join('node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  const prefix = dirname(dirname(process.execPath));
  const places = [
    env['npm_config_node_gyp'],
    env['npm_execpath'] && join(dirname(dirname(env['npm_execpath'])), script),
    join(prefix, 'lib', 'node_modules', 'npm', script),
    join(dirname(process.execPath), 'node_modules', 'npm', script),
    join(prefix, 'share', 'nodejs', 'node-gyp', 'bin', 'node-gyp.js'),
    join(prefix, 'share', 'nodejs', 'npm', script),
    join(prefix, 'share', script),
  ];
  return places.find((place) => place !== undefined && existsSync(place));
}
