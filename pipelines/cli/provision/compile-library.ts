import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { compilerError } from './compiler-error.js';
import type { Environment } from './environment.js';
import type { Reporter } from './reporter.js';
import { runTool } from './run-tool.js';
import { findCompiler } from './tools.js';

/** What compiling needs. */
export interface Toolkit {
  readonly env: Environment;
  readonly report: Reporter;
  readonly signal?: AbortSignal | undefined;
}

/** A library to compile. */
export interface LibrarySource {
  /** What it is, for the user: `hpdm's own kernels`. */
  readonly name: string;
  /** Path of the library. */
  readonly library: string;
  /** Path of the source, which includes the others. */
  readonly source: string;
  /** Flags of the compiler and the linker, besides those of every library. */
  readonly flags: readonly string[];
}

/** Why a library could not be compiled. */
export interface NotCompiled {
  readonly message: string;
  readonly try: string;
}

/** Compile a library unless it is there already; undefined if it is there then. */
export async function compileLibrary(
  { name, library, source, flags }: LibrarySource,
  { env, report, signal }: Toolkit,
): Promise<NotCompiled | undefined> {
  if (existsSync(library)) return undefined;
  const compiler = await findCompiler(env, signal);
  if (compiler === undefined) {
    return { message: 'no C++ compiler was found', try: 'install one, then run hpdm setup' };
  }
  report.step(`compiling ${name}`);
  const temporary = `${library}.${String(process.pid)}`;
  const args = ['-std=c++17', '-fvisibility=hidden', '-shared', '-fPIC', source, '-o', temporary, ...flags];
  const { code, output } = await runTool(compiler, args, { env, signal, onLine: report.detail });
  if (code === 0) await rename(temporary, library);
  await rm(temporary, { force: true });
  if (code === 0) return undefined;
  return {
    message: `the compiler failed (${compilerError(output)})`,
    try: 'hpdm setup --verbose shows why',
  };
}
