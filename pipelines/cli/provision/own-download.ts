import { existsSync } from 'node:fs';
import { cp, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { HpdmError } from '../../../dsl/index.js';
import { finishBuild } from './build-from-wheel.js';
import { ADDON } from './environment.js';
import type { BuildOptions } from './build-options.js';
import { isReachable } from './reachable.js';
import { runTool } from './run-tool.js';
import { makeFolder } from '../../../operators/disk/make-folder.js';

const HOST = 'https://storage.googleapis.com/';
const LEFTOVERS = new Set(['lib', 'deps']);

/**
 * Make a build in `staging` with the download script that comes with the tfjs package (TensorFlow 2.9 on x64).
 *
 * The script changes the package that it is in, so it runs in a copy.
 *
 * fails E_SETUP_NETWORK when its host is out of reach, E_SETUP_OWN when the script fails, E_SETUP_CHECK when the addon does not load
 */
export async function buildFromOwnDownload(device: 'cpu' | 'gpu', options: BuildOptions): Promise<void> {
  const { staging, sources, env, report, signal } = options;
  const host = env['TFJS_NODE_BASE_URI'] ?? env['TFJS_NODE_CDN_STORAGE'] ?? env['CDN_STORAGE'] ?? HOST;
  if (!(await isReachable(host, env))) {
    throw new HpdmError({
      code: 'E_SETUP_NETWORK',
      message: 'the download host of @tensorflow/tfjs-node-gpu is out of reach',
      try: 'connect to the network',
    });
  }
  report.step('getting the TensorFlow that @tensorflow/tfjs-node-gpu downloads by itself');
  const copy = join(staging, 'package');
  await makeFolder(copy);
  for (const name of await readdir(sources)) {
    if (!/^(lib|deps|dist|build.*)$/.test(name)) await cp(join(sources, name), join(copy, name), { recursive: true });
  }
  const modules = resolve(sources, '..', '..');
  const path = [join(modules, '.bin'), dirname(process.execPath), env['PATH'] ?? ''].join(delimiter);
  const { code, output } = await runTool(process.execPath, ['scripts/install.js', device, 'download'], {
    cwd: copy,
    env: { ...env, PATH: path, NODE_PATH: modules },
    signal,
    timeoutMs: 900_000,
    onLine: report.detail,
  });
  if (code !== 0 || !existsSync(join(copy, ADDON))) {
    throw new HpdmError({
      code: 'E_SETUP_OWN',
      message: `the download script of @tensorflow/tfjs-node-gpu failed (${output.findLast((line) => line.trim() !== '') ?? ''})`,
      try: 'hpdm setup --verbose shows its whole output',
    });
  }
  for (const name of LEFTOVERS) await rename(join(copy, name), join(staging, name));
  await rm(copy, { recursive: true, force: true });
  await finishBuild('own', options);
}
