// Compiling TypeScript anew for each command takes longer than most commands do; so each file is compiled once and kept.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL, URL } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PARTS = ['index.ts', 'dsl', 'operators', 'pipelines'];
const CACHE = join(ROOT, 'node_modules', '.cache', 'hpdm');
/** Compilations kept: a long run may still read one while the sources are being worked on. */
const KEPT = 20;
const REFUSED = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR'];

/**
 * A TypeScript module of the package as JavaScript, with all others beside it, compiled unless these very sources were before.
 *
 * `import.meta.url` stays that of the source, beside which documents and kernels lie.
 *
 * @param {string} module path from the package's root
 * @returns the module's URL; nothing where the package's folder cannot be written
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

/** Modules in a folder, or the file itself. */
function sourcesOf(path) {
  const stats = statSync(path);
  if (stats.isDirectory()) return readdirSync(path).flatMap((name) => sourcesOf(join(path, name)));
  return /(?<!\.d)\.(ts|js)$/.test(path) ? [{ path, size: stats.size, mtimeMs: stats.mtimeMs }] : [];
}

const outputOf = (folder, path) => join(folder, relative(ROOT, path).replace(/\.ts$/, '.js'));

/** Into a folder of this process, renamed when it is whole; another process that was faster has made the same. */
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
