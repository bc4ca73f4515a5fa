import { access, chmod, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { HpdmError } from '../../dsl/index.js';
import { FfmpegProcess } from './ffmpeg-process.js';

/** The ffmpeg in use, and where it came from. */
export interface Ffmpeg {
  readonly path: string;
  readonly source: 'FFMPEG_PATH' | 'ffmpeg-static' | '@ffmpeg-installer/ffmpeg' | 'PATH';
  /** As `ffmpeg -version` puts it, e.g. `6.1.1-static`. */
  readonly version: string;
}

type Environment = Readonly<Record<string, string | undefined>>;
/** A package that may hold an ffmpeg, and how to learn where. */
interface Package {
  readonly source: Ffmpeg['source'];
  readonly locate: () => unknown;
}
type Start = ConstructorParameters<typeof FfmpegProcess>[2];

const require = createRequire(import.meta.url);

/** In order; a package may be absent, or refuse this machine when it is loaded. */
const PACKAGES: readonly Package[] = [
  { source: 'ffmpeg-static', locate: () => require('ffmpeg-static') as unknown },
  {
    source: '@ffmpeg-installer/ffmpeg',
    locate: () => (require('@ffmpeg-installer/ffmpeg') as { path: unknown }).path,
  },
];

/**
 * Find a working ffmpeg: `FFMPEG_PATH`, then the packages `ffmpeg-static` and `@ffmpeg-installer/ffmpeg`, then the PATH.
 * fails E_FFMPEG_PATH when FFMPEG_PATH is set and does not run (there is no silent fallback), E_FFMPEG_MISSING when there is none
 */
export async function findFfmpeg(
  environment: Environment = process.env,
  packages: readonly Package[] = PACKAGES,
): Promise<Ffmpeg> {
  const chosen = environment['FFMPEG_PATH'];
  if (chosen !== undefined && chosen !== '') return fromVariable(chosen);
  for (const { source, locate } of packages) {
    const path = attempt(locate);
    if (typeof path !== 'string' || !(await makeExecutable(path))) continue;
    const version = await versionOf(path);
    if (version !== undefined) return { path, source, version };
  }
  // an empty entry would make the system search the PATH of this process
  for (const folder of (environment['PATH'] ?? '').split(delimiter).filter((entry) => entry !== '')) {
    const path = join(folder, process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg');
    const version = await versionOf(path);
    if (version !== undefined) return { path, source: 'PATH', version };
  }
  throw new HpdmError({
    code: 'E_FFMPEG_MISSING',
    expected: 'a working ffmpeg: FFMPEG_PATH, ffmpeg-static, @ffmpeg-installer/ffmpeg, or on the PATH',
    got: 'none of these runs',
    try: 'npm ci (it brings one), or install ffmpeg with your system’s package manager, or set FFMPEG_PATH',
  });
}

async function fromVariable(path: string): Promise<Ffmpeg> {
  const version = await versionOf(path);
  if (version !== undefined) return { path, source: 'FFMPEG_PATH', version };
  throw new HpdmError({
    code: 'E_FFMPEG_PATH',
    expected: 'FFMPEG_PATH to name a working ffmpeg',
    got: path,
    try: 'correct FFMPEG_PATH, or unset it to use the ffmpeg that comes with npm ci',
  });
}

let found: Promise<Ffmpeg> | undefined;

/** Start ffmpeg; the search for it is made once per process. */
export async function startFfmpeg(args: readonly string[], options: Start): Promise<FfmpegProcess> {
  found ??= findFfmpeg();
  const { path } = await found.catch((error: unknown) => {
    found = undefined;
    throw error;
  });
  return new FfmpegProcess(path, args, options);
}

/** The version a binary reports, or nothing when it does not run. */
async function versionOf(path: string): Promise<string | undefined> {
  const child = new FfmpegProcess(path, ['-version'], { output: 'pipe' });
  const [said, exit] = await Promise.all([text(child.stdout).catch(() => ''), child.ended]);
  return exit.code === 0 ? /^ffmpeg version (\S+)/.exec(said)?.[1] : undefined;
}

/** npm ran no scripts, so a packaged binary may lack its execute bit. */
async function makeExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK).catch(() => chmod(path, 0o755));
    return true;
  } catch {
    return false;
  }
}

function attempt(locate: () => unknown): unknown {
  try {
    return locate();
  } catch {
    return undefined;
  }
}
