import { readdirSync, statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, URL } from 'node:url';

/** The package's folder. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PARTS = ['index.ts', 'dsl', 'operators', 'pipelines'];

/** Every module of the package, TypeScript and JavaScript: its path, its size and when it was changed. */
export const modules = () => PARTS.flatMap((part) => modulesIn(join(ROOT, part)));

/** The modules in a folder, or the file itself if it is one. */
function modulesIn(path) {
  const stats = statSync(path);
  if (stats.isDirectory()) return readdirSync(path).flatMap((name) => modulesIn(join(path, name)));
  return /(?<!\.d)\.(ts|js)$/.test(path) ? [{ path, size: stats.size, mtimeMs: stats.mtimeMs }] : [];
}

/** Where a module's JavaScript lies in a folder that holds the compiled package. */
export const outputOf = (folder, path) => join(folder, relative(ROOT, path).replace(/\.ts$/, '.js'));

/**
 * Compile modules into a folder, each to a file of its own.
 *
 * `import.meta.url` becomes the URL of the source, because documents and kernels are found relative to it; `import.meta` without
 * `.url` stays what it is, for a module that asks where its JavaScript lies.
 *
 * @param paths of the modules
 * @param urlOptions esbuild's `define`, and `banner`, that write this URL, from the paths of a source and its output
 *
 * fails with esbuild's error, which names the file and the line, or with that of the file system, when all other modules are done
 */
export async function compile(paths, folder, urlOptions) {
  const { transform } = await import('esbuild');
  const one = async (path) => {
    const output = outputOf(folder, path);
    const text = await readFile(path, 'utf8');
    const { code } = await transform(text, {
      loader: path.endsWith('.ts') ? 'ts' : 'js',
      target: 'node20',
      sourcefile: path,
      ...(text.includes('import.meta.url') ? urlOptions(path, output) : {}),
    });
    await mkdir(dirname(output), { recursive: true });
    await writeFile(output, code);
  };
  // wait for all, so that nothing is written to the folder after a failure is told
  const failed = (await Promise.allSettled(paths.map(one))).find(({ status }) => status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
