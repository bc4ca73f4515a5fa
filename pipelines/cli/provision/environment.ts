import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Variables of the process, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The version of TensorFlow that hpdm links. */
export const TENSORFLOW_VERSION = '2.21.0';
/** The newest N-API version that `@tensorflow/tfjs-node-gpu` supports; it looks for an addon of this version. */
export const NAPI_VERSION = 8;
/** Path of the addon, relative to a build and relative to the package. */
export const ADDON = join('lib', `napi-v${String(NAPI_VERSION)}`, 'tfjs_binding.node');

/** `cpu` and `cuda` come from TensorFlow's wheels, `own` from the download script of the tfjs package. */
export type Flavour = 'cpu' | 'cuda' | 'own';

const require = createRequire(import.meta.url);

/** Folder of the installed `@tensorflow/tfjs-node-gpu`. */
export const installedPackage = (): string => dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'));

/** The user's folder for downloads and builds: HPDM_CACHE, else the usual place for caches on the platform. */
export function cacheFolder(env: Environment = process.env): string {
  if (env['HPDM_CACHE']) return resolve(env['HPDM_CACHE']);
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'hpdm');
  const home = env['HOME'] ?? homedir();
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches', 'hpdm');
  if (process.platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'hpdm', 'cache');
  return join(home, '.cache', 'hpdm');
}

/** Name of a finished build in the cache; it contains everything that decides whether the build fits. */
export function buildName(flavour: Flavour): string {
  const { version } = require('@tensorflow/tfjs-node-gpu/package.json') as { version: string };
  const tensorflow = flavour === 'own' ? 'own' : `${TENSORFLOW_VERSION}-${flavour}`;
  return `tensorflow-${tensorflow}_tfjs-node-${version}_${process.platform}-${process.arch}_napi${String(NAPI_VERSION)}`;
}

/** Whether an NVIDIA GPU is visible to this process, without loading anything. */
export function seesNvidiaGpu(env: Environment = process.env): boolean {
  const visible = env['CUDA_VISIBLE_DEVICES'];
  if (visible === '' || visible === '-1') return false;
  return ['/proc/driver/nvidia/version', '/usr/lib/wsl/lib/libcuda.so.1'].some((file) => existsSync(file));
}
