import { access, chmod, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { FfmpegProcess } from './ffmpeg-process.js';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A program of the ffmpeg project that runs on this machine. */
export interface Installed {
  readonly path: string;
  /** Its origin: a variable, a package, or the PATH. */
  readonly source: string;
  /** Its version as printed by `-version`, such as `6.1.1-static`. */
  readonly version: string;
  /** Year of its sources, from its copyright line. */
  readonly year: number;
  /** Version of its libavformat, such as [58, 20, 100], which orders builds whose version is only a commit. */
  readonly library: readonly number[];
}

/** A package that may contain a program, and a function that returns its path. */
export interface Packaged {
  readonly source: string;
  readonly locate: () => unknown;
}

const require = createRequire(import.meta.url);

/** The path of a package's program; undefined if the package is absent or does not support this machine. */
export const packaged = (source: string): Packaged => ({
  source,
  locate: () => {
    const loaded = require(source) as string | { readonly path: unknown } | null;
    return typeof loaded === 'string' ? loaded : loaded?.path;
  },
});

/** The path of a program that a package without code holds. */
export const packagedFile = (source: string, file: string): Packaged => ({
  source,
  locate: () => join(dirname(require.resolve(`${source}/package.json`)), file),
});

/** The program at a path; undefined if it does not run. */
export async function installedAt(path: string, source: string): Promise<Installed | undefined> {
  const child = new FfmpegProcess(path, ['-version'], { output: 'pipe' });
  const [said, exit] = await Promise.all([text(child.stdout).catch(() => ''), child.ended]);
  const version = /^ff\w+ version (\S+)/.exec(said)?.[1];
  if (exit.code !== 0 || version === undefined) return undefined;
  const year = Number(/Copyright \(c\) \d+-(\d+)/.exec(said)?.[1] ?? 0);
  const library = /^libavformat\s+([\d. ]+)/m.exec(said)?.[1]?.split('.').map(Number) ?? [];
  return { path, source, version, year, library };
}

/** Every working program `name` of the packages and the PATH, the newest first; equal ones in the given order. */
export async function allInstalled(
  name: 'ffmpeg' | 'ffprobe',
  environment: Environment,
  packages: readonly Packaged[],
): Promise<readonly Installed[]> {
  const inPackages = packages.map(async ({ source, locate }) => {
    const path = attempt(locate);
    return typeof path === 'string' && (await makeExecutable(path)) ? installedAt(path, source) : undefined;
  });
  const all = await Promise.all([...inPackages, onPath(name, environment)]);
  return all.filter((one) => one !== undefined).sort((a, b) => compare(b.library, a.library));
}

/** The first program in the PATH that runs. */
async function onPath(name: string, { PATH = '' }: Environment): Promise<Installed | undefined> {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  // an empty entry would make the system search the PATH of this process
  for (const folder of PATH.split(delimiter).filter((entry) => entry !== '')) {
    const path = join(folder, file);
    const found = (await isFile(path)) ? await installedAt(path, 'PATH') : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const isFile = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** npm ran no scripts, so a packaged binary may lack its execute bit. */
async function makeExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK).catch(() => chmod(path, 0o755));
    return true;
  } catch {
    return false;
  }
}

/** Compare versions: below 0 if `a` is older than `b`. */
export function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((part, i) => part !== b[i]);
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? 0);
}

function attempt(locate: () => unknown): unknown {
  try {
    return locate();
  } catch {
    return undefined;
  }
}
