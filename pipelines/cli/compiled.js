// Compiling TypeScript takes longer than most commands, so each file is compiled once and the result is kept.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile, modules, outputOf, ROOT } from './compile.js';

const CACHE = join(ROOT, 'node_modules', '.cache', 'hpdm');
/** Number of compilations to keep: a long run may still read an old one while the sources are edited. */
const KEPT = 20;
const REFUSED = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR'];

/** What is being compiled in this process: whoever asks meanwhile waits for the same. */
const compiling = {};

/**
 * Compile the package's TypeScript to JavaScript and keep the result; sources that have not changed are not compiled again.
 *
 * @param {string} module path from the package's root
 * @returns the URL of the compiled module; undefined if the package's folder cannot be written
 */
export async function compiled(module) {
  const sources = modules();
  const hash = createHash('sha256').update(`${process.versions.node} ${ROOT}`);
  for (const { path, size, mtimeMs } of sources) hash.update(`${path} ${size} ${mtimeMs}\n`);
  const folder = join(CACHE, hash.digest('hex').slice(0, 16));
  try {
    if (!existsSync(folder)) await (compiling[folder] ??= compileAll(sources, folder));
  } catch (error) {
    if (REFUSED.includes(error.code)) return undefined;
    throw error;
  }
  return pathToFileURL(outputOf(folder, join(ROOT, module))).href;
}

/** Compile into a temporary folder of this process and rename it when it is complete. If another process was faster, its result is the same. */
async function compileAll(sources, folder) {
  const temporary = `${folder}.${process.pid}`;
  const paths = sources.map(({ path }) => path);
  const place = (path) => ({ define: { 'import.meta.url': JSON.stringify(pathToFileURL(path).href) } });
  try {
    await mkdir(temporary, { recursive: true });
    await compile(paths, temporary, place);
    await writeFile(join(temporary, 'package.json'), '{ "name": "hpdm", "type": "module", "exports": "./index.js" }\n');
    await rename(temporary, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
    await removeAbandoned();
    await removeOldest();
  } finally {
    // an error here would hide the one of the compiler
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Remove what processes left that ended while they compiled. */
async function removeAbandoned() {
  for (const name of readdirSync(CACHE)) {
    const pid = /\.(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(CACHE, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}

async function removeOldest() {
  const folders = readdirSync(CACHE).map((name) => join(CACHE, name));
  const age = (path) => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  for (const folder of folders.sort((a, b) => age(a) - age(b)).slice(KEPT))
    await rm(folder, { recursive: true, force: true });
}
