import { access } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { HpdmError } from '../../dsl/index.js';
import { ffmpegInUse } from './ffmpeg.js';
import { asNamed } from './as-named.js';
import { FfmpegProcess, type Exit } from './ffmpeg-process.js';
import { allInstalled, installedAt, packaged, type Environment, type Installed, type Packaged } from './installed.js';

const PACKAGES: readonly Packaged[] = [packaged('@ffprobe-installer/ffprobe')];

/**
 * Find a working ffprobe: `FFPROBE_PATH`, else the one beside the ffmpeg in use, else that of the PATH, else that of the package
 * `@ffprobe-installer/ffprobe`, which is linked statically and cannot look up the names of hosts.
 * fails E_FFMPEG_PATH when FFPROBE_PATH is set and does not run, E_FFMPEG_MISSING when there is none
 */
export async function findFfprobe(
  environment: Environment = process.env,
  packages: readonly Packaged[] = PACKAGES,
  ffmpeg?: Installed,
): Promise<Installed> {
  const chosen = environment['FFPROBE_PATH'];
  if (chosen !== undefined && chosen !== '') {
    const found = await installedAt(chosen, 'FFPROBE_PATH');
    if (found !== undefined) return found;
    const expected = 'FFPROBE_PATH to name a working ffprobe';
    throw new HpdmError({ code: 'E_FFMPEG_PATH', expected, got: chosen, try: 'correct FFPROBE_PATH, or unset it' });
  }
  const beside = ffmpeg === undefined ? undefined : await besideOf(ffmpeg.path);
  const [onPath] = await allInstalled('ffprobe', environment, []);
  const found = beside ?? onPath ?? (await allInstalled('ffprobe', {}, packages))[0];
  if (found !== undefined) return found;
  throw new HpdmError({
    code: 'E_FFMPEG_MISSING',
    expected: 'a working ffprobe: FFPROBE_PATH, beside ffmpeg, @ffprobe-installer/ffprobe, or on the PATH',
    got: 'none of these runs',
    try: 'npm ci (it brings one), or install ffmpeg with your system’s package manager, or set FFPROBE_PATH',
  });
}

async function besideOf(ffmpeg: string): Promise<Installed | undefined> {
  const path = join(dirname(ffmpeg), basename(ffmpeg).replace('ffmpeg', 'ffprobe'));
  const there = await access(path).then(
    () => true,
    () => false,
  );
  return there && path !== ffmpeg ? installedAt(path, 'beside ffmpeg') : undefined;
}

let found: Promise<Installed> | undefined;

/** The answer of ffprobe, or its exit and its messages if it failed. */
export type Answer = { readonly json: unknown } | { readonly exit: Exit; readonly said: string };

/** Run ffprobe and parse its JSON answer. */
export async function askFfprobe(args: readonly string[], signal: AbortSignal): Promise<Answer> {
  found ??= ffmpegInUse()
    .then((ffmpeg) => findFfprobe(process.env, PACKAGES, ffmpeg))
    .catch((error: unknown) => {
      found = undefined;
      throw error;
    });
  const ffprobe = await found;
  const asked = ['-v', 'error', '-print_format', 'json', ...asNamed(ffprobe, args)];
  const child = new FfmpegProcess(ffprobe.path, asked, { output: 'pipe', signal });
  const [answer, exit] = await Promise.all([text(child.stdout).catch(() => ''), child.ended]);
  if (exit.code === 0 && answer !== '') return { json: JSON.parse(answer) };
  return { exit, said: child.stderr };
}
