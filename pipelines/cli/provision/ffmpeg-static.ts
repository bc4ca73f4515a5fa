import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Environment } from './environment.js';
import { isReachable } from './reachable.js';
import type { Reporter } from './reporter.js';
import { runTool } from './run-tool.js';

const require = createRequire(import.meta.url);
const HOST = 'https://github.com/eugeneware/ffmpeg-static/releases/download';

/**
 * Run ffmpeg-static's installer if its host is reachable; npm does not run it (`ignore-scripts`).
 * Never fails: if it does not work, hpdm uses @ffmpeg-installer/ffmpeg, whose package contains its binary.
 *
 * @returns whether ffmpeg-static has a working binary afterwards
 */
export async function installFfmpegStatic(env: Environment, report: Reporter, signal?: AbortSignal): Promise<boolean> {
  const folder = dirname(require.resolve('ffmpeg-static/package.json'));
  const binary = join(folder, process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg');
  const works = async (): Promise<boolean> =>
    (await runTool(binary, ['-version'], { env, signal, timeoutMs: 10_000 })).code === 0;
  if (await works()) return true;
  const host = env['FFMPEG_BINARIES_URL'] ?? HOST;
  if (!(await isReachable(host, env))) {
    report.detail(`ffmpeg-static: ${host} is out of reach; using @ffmpeg-installer/ffmpeg instead`);
    return false;
  }
  report.step('getting ffmpeg (ffmpeg-static)');
  // An interrupted installer leaves part of the file, and the next one takes it for the complete file.
  await rm(binary, { force: true });
  await runTool(process.execPath, [join(folder, 'install.js')], {
    cwd: folder,
    env,
    signal,
    timeoutMs: 300_000,
    onLine: report.detail,
  });
  if (await works()) return true;
  await rm(binary, { force: true });
  return false;
}
