import { Buffer } from 'node:buffer';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, URL } from 'node:url';

const PAGE = fileURLToPath(new URL('./page/', import.meta.url));

/**
 * Bundle the page for browsers, in memory.
 *
 * @returns {Promise<{ name: string, bytes: Uint8Array }[]>} its files, with the licences of what is in them
 */
export async function buildPage() {
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    entryPoints: [join(PAGE, 'page.tsx'), join(PAGE, 'page.css')],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    outdir: PAGE,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const built = outputFiles.map(({ path, contents }) => ({ name: path.slice(PAGE.length), bytes: contents }));
  const html = { name: 'index.html', bytes: readFileSync(join(PAGE, 'index.html')) };
  return [html, ...built, { name: 'LICENSES.txt', bytes: Buffer.from(licences(Object.keys(metafile.inputs))) }];
}

/** The licences of the packages that files belong to, one after the other. */
function licences(files) {
  const names = files.flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.slice(0, 1) ?? []);
  return [...new Set(names)]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const text = ['LICENSE', 'LICENSE.md', 'license'].map((file) => join(folder, file)).find(existsSync);
      return `${name} ${version}, ${license}\n\n${text === undefined ? '' : readFileSync(text, 'utf8').trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
