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
 * Run ffmpeg-static's own installer where its host is reachable; npm runs none (`ignore-scripts`).
 * Never fails: @ffmpeg-installer/ffmpeg carries its binary in the package and serves in its place.
 *
 * @returns whether ffmpeg-static has a binary that runs afterwards
 */
export async function installFfmpegStatic(env: Environment, report: Reporter, signal?: AbortSignal): Promise<boolean> {
  const folder = dirname(require.resolve('ffmpeg-static/package.json'));
  const binary = join(folder, process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg');
  const works = async (): Promise<boolean> =>
    (await runTool(binary, ['-version'], { env, signal, timeoutMs: 10_000 })).code === 0;
  if (await works()) return true;
  const host = env['FFMPEG_BINARIES_URL'] ?? HOST;
  if (!(await isReachable(host, env))) {
    report.detail(`ffmpeg-static: ${host} is out of reach; @ffmpeg-installer/ffmpeg serves instead`);
    return false;
  }
  report.step('getting ffmpeg (ffmpeg-static)');
  // An earlier installer that was cut off leaves half a file, which the next one takes for the whole.
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
