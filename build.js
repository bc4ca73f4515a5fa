// `npm run build`: everything that runs of the package as JavaScript in dist/; tsc adds the declarations (tsconfig.build.json).
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { compile, modules, ROOT } from './pipelines/cli/compile.js';
import { buildPage } from './pipelines/studio/build-page.js';

const DIST = join(ROOT, 'dist');
/** Declarations written by hand, which tsc does not copy. */
const DECLARATIONS = ['operators/tensor/tf.d.ts'];
/** What serves the repository alone: the command line's start from TypeScript, and the writer of its documents. */
const UNNEEDED = [
  'pipelines/cli/bin.js',
  'pipelines/cli/compile.js',
  'pipelines/cli/compiled.js',
  'pipelines/docs/',
  'pipelines/studio/build-page.js',
  'pipelines/studio/page/',
];
/** Where the studio looks for its page, bundled for browsers. */
const PAGE = join(DIST, 'page');

const unneeded = UNNEEDED.map((path) => join(ROOT, path));
const paths = modules()
  .map(({ path }) => path)
  .filter((path) => !unneeded.some((start) => path.startsWith(start)));

/** The URL of the source from where the JavaScript lies: the package's folder is another one on every machine. */
const place = (path, output) => {
  const source = JSON.stringify(relative(dirname(output), path).split(sep).join('/'));
  return {
    define: { 'import.meta.url': 'sourceUrl' },
    banner: `const sourceUrl = new URL(${source}, import.meta.url).href;`,
  };
};

await rm(DIST, { recursive: true, force: true });
await compile(paths, DIST, place);
for (const path of DECLARATIONS) await copyFile(join(ROOT, path), join(DIST, path));
await mkdir(PAGE, { recursive: true });
for (const { name, bytes } of await buildPage()) await writeFile(join(PAGE, name), bytes);
