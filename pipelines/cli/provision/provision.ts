import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HpdmError } from '../../../dsl/index.js';
import type { Fault } from '../../../dsl/index.js';
import { buildFromWheel } from './build-from-wheel.js';
import type { Build } from './build-from-wheel.js';
import type { BuildOptions } from './build-options.js';
import { linkBuild, readBuild, readLinked } from './link-build.js';
import { withLock } from './lock.js';
import { buildFromOwnDownload } from './own-download.js';
import { buildName, cacheFolder, installedPackage, seesNvidiaGpu } from './environment.js';
import type { Environment, Flavour } from './environment.js';
import { silent } from './reporter.js';
import type { Reporter } from './reporter.js';
import { findTools } from './tools.js';
import { makeFolder } from '../../../operators/disk/make-folder.js';

/** Options of setup. */
export interface ProvisionOptions {
  /** Whether to use a GPU. Default: if an NVIDIA GPU is visible. */
  readonly gpu?: boolean;
  /** Accept any TensorFlow that is linked, and do not repeat a download that failed a short time ago. */
  readonly ifNeeded?: boolean;
  /** Build again even if there is a finished build. */
  readonly force?: boolean;
  readonly env?: Environment;
  /** The package that gets the links. Default: the installed one. */
  readonly packageFolder?: string;
  readonly report?: Reporter;
  readonly signal?: AbortSignal;
}

/** The error of each route that was tried and failed. */
export type Missed = Partial<Record<Flavour, HpdmError>>;

/** The result of provisioning: a linked TensorFlow and how it was found, or none. */
export type Provision =
  | {
      readonly state: 'linked';
      readonly how: 'before' | 'from cache' | 'built';
      readonly folder: string;
      readonly build?: Build;
      readonly missed: Missed;
    }
  | { readonly state: 'none'; readonly missed: Missed };

interface Job {
  readonly options: ProvisionOptions;
  readonly env: Environment;
  readonly cache: string;
  readonly packageFolder: string;
  readonly report: Reporter;
}

const BYTES_NEEDED = { cpu: 2e9, cuda: 12e9, own: 2e9 } as const;
const FAILURE_HOLDS_MS = 600_000;

/**
 * Link `@tensorflow/tfjs-node-gpu` to a TensorFlow: the one already linked, else one from the cache, else one built from Python's
 * wheel, else the package's own download. If a route fails, the next one is tried; if all fail, the result is `none` with the reasons.
 *
 * fails E_CANCELLED when `signal` aborts
 */
export async function provision(options: ProvisionOptions = {}): Promise<Provision> {
  const env = options.env ?? process.env;
  const packageFolder = options.packageFolder ?? installedPackage();
  const job = { options, env, packageFolder, cache: cacheFolder(env), report: options.report ?? silent };
  const gpu = options.gpu ?? (process.platform === 'linux' && process.arch === 'x64' && seesNvidiaGpu(env));
  const linked = readLinked(packageFolder);
  if (linked && !options.force && (options.ifNeeded || !gpu || linked.build?.flavour === 'cuda')) {
    return { state: 'linked', how: 'before', ...linked, missed: {} };
  }
  const missed: Missed = {};
  for (const flavour of [...(gpu ? (['cuda'] as const) : []), 'cpu', 'own'] as const) {
    try {
      return { ...(await provisionFlavour(flavour, gpu, job)), missed };
    } catch (error) {
      if (!(error instanceof HpdmError) || error.code === 'E_CANCELLED') throw error;
      missed[flavour] = error;
    }
  }
  return { state: 'none', missed };
}

async function provisionFlavour(flavour: Flavour, gpu: boolean, job: Job): Promise<Provision> {
  const { options, cache, packageFolder, report } = job;
  const name = buildName(flavour);
  const folder = join(cache, name);
  let how: 'from cache' | 'built' = 'from cache';
  if (options.force || readBuild(folder) === undefined) {
    const recent = options.ifNeeded ? await readFailure(cache, name) : undefined;
    if (recent) throw recent;
    await prepareCache(cache, flavour);
    const onWait = (pid: number): void => {
      report.step(`another setup (process ${String(pid)}) is at work; waiting for it`);
    };
    await withLock(join(cache, 'locks', name), { signal: options.signal, onWait }, async () => {
      if (!options.force && readBuild(folder) !== undefined) return;
      await buildAndPublish(flavour, gpu, name, job);
      how = 'built';
    });
  }
  await linkBuild(packageFolder, folder);
  const build = readBuild(folder);
  return { state: 'linked', how, folder, ...(build && { build }), missed: {} };
}

/** Build in a temporary folder, then rename it; an interrupted attempt leaves nothing under the final name. */
async function buildAndPublish(flavour: Flavour, gpu: boolean, name: string, job: Job): Promise<void> {
  const { cache, env, report, packageFolder, options } = job;
  const attempts = join(cache, 'staging');
  await removeAttempts(attempts, name);
  const staging = join(attempts, `${name}.${String(process.pid)}`);
  await makeFolder(staging);
  const downloads = join(cache, 'downloads', name);
  const build: BuildOptions = { sources: packageFolder, staging, downloads, env, report, signal: options.signal };
  try {
    if (flavour === 'own') await buildFromOwnDownload(gpu ? 'gpu' : 'cpu', build);
    else await buildFromWheel(flavour, await findTools(env, options.signal), build);
    const old = join(attempts, `${name}.old`);
    if (existsSync(join(cache, name))) await rename(join(cache, name), old);
    await rename(staging, join(cache, name));
    await rm(downloads, { recursive: true, force: true });
    await rm(failureFile(cache, name), { force: true });
  } catch (error) {
    await writeFailure(cache, name, error);
    throw error;
  } finally {
    await removeAttempts(attempts, name);
  }
}

/** Remove the folders of interrupted attempts. This process holds the lock, so none of them is in use. */
async function removeAttempts(attempts: string, name: string): Promise<void> {
  const left = await readdir(attempts).catch(() => []);
  for (const attempt of left.filter((entry) => entry.startsWith(`${name}.`))) {
    await rm(join(attempts, attempt), { recursive: true, force: true, maxRetries: 3 });
  }
}

async function prepareCache(cache: string, flavour: Flavour): Promise<void> {
  try {
    await makeFolder(cache);
  } catch (error) {
    throw new HpdmError({
      code: 'E_SETUP_CACHE',
      message: `the cache folder cannot be made (${(error as Error).message})`,
      try: 'set HPDM_CACHE to a folder that is writable',
    });
  }
  const { bavail, bsize } = await statfs(cache);
  if (bavail * bsize >= BYTES_NEEDED[flavour]) return;
  throw new HpdmError({
    code: 'E_SETUP_DISK',
    message: `the disk of ${cache} has ${gigabytes(bavail * bsize)} GB free; ${gigabytes(BYTES_NEEDED[flavour])} GB are needed`,
    try: 'make room, or set HPDM_CACHE to a folder on another disk',
  });
}

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);

const failureFile = (cache: string, name: string): string => join(cache, `${name}.failure.json`);

/** Remember only a missing network: noticing it takes seconds, and every start would take them again. */
async function writeFailure(cache: string, name: string, error: unknown): Promise<void> {
  if (!(error instanceof HpdmError) || error.code !== 'E_SETUP_NETWORK') return;
  await writeFile(failureFile(cache, name), JSON.stringify({ atMs: Date.now(), fault: error.faults[0] }));
}

async function readFailure(cache: string, name: string): Promise<HpdmError | undefined> {
  try {
    const text = await readFile(failureFile(cache, name), 'utf8');
    const { atMs, fault } = JSON.parse(text) as { atMs: number; fault: Fault };
    return Math.abs(Date.now() - atMs) < FAILURE_HOLDS_MS ? new HpdmError(fault) : undefined;
  } catch {
    return undefined;
  }
}
