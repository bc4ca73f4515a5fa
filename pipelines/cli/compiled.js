// Compiling TypeScript takes longer than most commands, so each file is compiled once and the result is kept.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL, URL } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PARTS = ['index.ts', 'dsl', 'operators', 'pipelines'];
const CACHE = join(ROOT, 'node_modules', '.cache', 'hpdm');
/** Number of compilations to keep: a long run may still read an old one while the sources are edited. */
const KEPT = 20;
const REFUSED = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR'];

/**
 * Compile the package's TypeScript to JavaScript and keep the result; sources that have not changed are not compiled again.
 *
 * `import.meta.url` stays that of the source, because documents and kernels are found relative to it.
 *
 * @param {string} module path from the package's root
 * @returns the URL of the compiled module; undefined if the package's folder cannot be written
 */
export async function compiled(module) {
  const sources = PARTS.flatMap((part) => sourcesOf(join(ROOT, part)));
  const hash = createHash('sha256').update(`${process.versions.node} ${ROOT}`);
  for (const { path, size, mtimeMs } of sources) hash.update(`${path} ${size} ${mtimeMs}\n`);
  const folder = join(CACHE, hash.digest('hex').slice(0, 16));
  try {
    if (!existsSync(folder)) await compileAll(sources, folder);
  } catch (error) {
    if (REFUSED.includes(error.code)) return undefined;
    throw error;
  }
  return pathToFileURL(outputOf(folder, join(ROOT, module))).href;
}

/** The modules in a folder, or the file itself if it is one. */
function sourcesOf(path) {
  const stats = statSync(path);
  if (stats.isDirectory()) return readdirSync(path).flatMap((name) => sourcesOf(join(path, name)));
  return /(?<!\.d)\.(ts|js)$/.test(path) ? [{ path, size: stats.size, mtimeMs: stats.mtimeMs }] : [];
}

const outputOf = (folder, path) => join(folder, relative(ROOT, path).replace(/\.ts$/, '.js'));

/** Compile into a temporary folder of this process and rename it when it is complete. If another process was faster, its result is the same. */
async function compileAll(sources, folder) {
  const { transform } = await import('esbuild');
  const temporary = `${folder}.${process.pid}`;
  const compile = async ({ path }) => {
    const { code } = await transform(await readFile(path, 'utf8'), {
      loader: path.endsWith('.ts') ? 'ts' : 'js',
      target: 'node20',
      sourcefile: path,
      define: { 'import.meta.url': JSON.stringify(pathToFileURL(path).href) },
    });
    const output = outputOf(temporary, path);
    await mkdir(dirname(output), { recursive: true });
    await writeFile(output, code);
  };
  try {
    await mkdir(temporary, { recursive: true });
    await Promise.all(sources.map(compile));
    await writeFile(join(temporary, 'package.json'), '{ "name": "hpdm", "type": "module", "exports": "./index.js" }\n');
    await rename(temporary, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
    await removeOldest();
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function removeOldest() {
  const folders = readdirSync(CACHE).map((name) => join(CACHE, name));
  const age = (path) => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  for (const folder of folders.sort((a, b) => age(a) - age(b)).slice(KEPT))
    await rm(folder, { recursive: true, force: true });
}
