import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { HpdmError } from '../../../dsl/index.js';
import type { Environment } from './environment.js';
import type { Reporter } from './reporter.js';
import { runTool } from './run-tool.js';
import { makeFolder } from '../../../operators/disk/make-folder.js';

/** How to fetch a wheel, and where to put it. */
export interface WheelOptions {
  readonly python: string;
  /** Folder where complete wheels are kept until the build is finished. */
  readonly downloads: string;
  /** Temporary folder of this attempt. */
  readonly scratch: string;
  readonly env: Environment;
  readonly report: Reporter;
  readonly signal?: AbortSignal | undefined;
}

/** The wheel to ask for if the index has none for the running Python; this is safe because only the libraries in the wheel are used. */
const ANY_PYTHON: Partial<Record<string, readonly string[]>> = {
  'linux-x64': ['manylinux_2_27_x86_64', 'manylinux2014_x86_64', 'manylinux_2_17_x86_64'],
  'linux-arm64': ['manylinux_2_27_aarch64', 'manylinux2014_aarch64', 'manylinux_2_17_aarch64'],
  'darwin-arm64': ['macosx_12_0_arm64'],
};
const OFFLINE =
  /NewConnectionError|ConnectionError|ConnectTimeout|ReadTimeout|timed out|ProxyError|Max retries exceeded/;

/**
 * Download the wheel of `name==version` with the user's pip settings, unless it is there already.
 *
 * fails E_SETUP_NETWORK when the package index is out of reach, E_SETUP_WHEEL when it has no wheel for this platform
 */
export async function fetchWheel(name: string, version: string, options: WheelOptions): Promise<string> {
  const there = await findWheel(name, version, options.downloads);
  if (there !== undefined) return there;
  await makeFolder(options.downloads);
  await makeFolder(options.scratch);
  const platforms = ANY_PYTHON[`${process.platform}-${process.arch}`] ?? [];
  const otherPython = ['--python-version', '3.12', '--implementation', 'cp', '--abi', 'cp312', '--abi', 'none'];
  let said = await download(name, version, [], options);
  if (said !== undefined && !OFFLINE.test(said) && platforms.length > 0) {
    const flags = platforms.flatMap((platform) => ['--platform', platform]);
    said = await download(name, version, [...otherPython, ...flags], options);
  }
  const wheel = await findWheel(name, version, arrivals(options));
  if (said !== undefined || wheel === undefined) throw downloadFailure(`${name}==${version}`, said ?? '');
  const kept = join(options.downloads, basename(wheel));
  await rename(wheel, kept);
  return kept;
}

/** pip writes wheels in place, so it downloads into a temporary folder, and only complete wheels are moved to the others. */
const arrivals = ({ scratch }: WheelOptions): string => join(scratch, 'arrivals');

/** Run pip's download; the result is its output if it failed, otherwise undefined. */
async function download(
  name: string,
  version: string,
  flags: readonly string[],
  options: WheelOptions,
): Promise<string | undefined> {
  const { python, scratch, env, report, signal } = options;
  const fixed = ['--no-deps', '--only-binary=:all:', '--progress-bar', 'off', '--disable-pip-version-check'];
  const patience = ['--timeout', '15', '--retries', '1'];
  let total: number | undefined;
  const watch = setInterval(() => {
    void sizeOf(scratch).then((bytes) => {
      if (bytes > 0) report.bytes(bytes, total);
    });
  }, 300);
  try {
    const { code, output } = await runTool(
      python,
      ['-m', 'pip', 'download', ...fixed, ...patience, ...flags, '--dest', arrivals(options), `${name}==${version}`],
      {
        env: { ...env, TMPDIR: scratch },
        signal,
        onLine: (line) => {
          total = announcedBytes(line) ?? total;
          report.detail(line);
        },
      },
    );
    return code === 0 ? undefined : output.join('\n');
  } finally {
    clearInterval(watch);
    report.end();
  }
}

/** Bytes of a download, from pip's line `Downloading name.whl (273.8 MB)`. */
export function announcedBytes(line: string): number | undefined {
  const match = /^\s*Downloading .*\((\d+(?:\.\d+)?) (kB|MB|GB)\)/.exec(line);
  if (match === null) return undefined;
  return Number(match[1]) * { kB: 1e3, MB: 1e6, GB: 1e9 }[match[2] as 'kB' | 'MB' | 'GB'];
}

function downloadFailure(what: string, said: string): HpdmError {
  const lastError = said.split('\n').findLast((line) => line.startsWith('ERROR')) ?? said.split('\n').at(-1) ?? '';
  if (OFFLINE.test(said)) {
    return new HpdmError({
      code: 'E_SETUP_NETWORK',
      message: `the package index that pip uses is out of reach, so ${what} could not be downloaded`,
      try: 'connect to the network, or point pip at a mirror (PIP_INDEX_URL) or a folder of wheels (PIP_FIND_LINKS)',
    });
  }
  return new HpdmError({
    code: 'E_SETUP_WHEEL',
    message: `pip offers no ${what} for ${process.platform}-${process.arch} (${lastError.replace(/^ERROR: /, '')})`,
    try: 'point pip at an index that has it (PIP_INDEX_URL or PIP_FIND_LINKS)',
  });
}

/** Unpack the entries of a wheel whose paths start with one of `prefixes` into `folder`. */
export async function unpackWheel(
  wheel: string,
  folder: string,
  prefixes: readonly string[],
  options: WheelOptions,
): Promise<void> {
  const script = `import sys, zipfile
wheel, folder, *prefixes = sys.argv[1:]
with zipfile.ZipFile(wheel) as z:
    z.extractall(folder, [n for n in z.namelist() if n.startswith(tuple(prefixes))])`;
  const { python, env, signal } = options;
  const { code, output } = await runTool(python, ['-c', script, wheel, folder, ...prefixes], { env, signal });
  if (code === 0) return;
  // The wheel is damaged: the next attempt must download it again.
  await rm(wheel, { force: true });
  throw new HpdmError({
    code: 'E_SETUP_UNPACK',
    message: `the downloaded wheel could not be unpacked (${output.at(-1) ?? 'no message'})`,
    try: 'hpdm setup once more; it downloads the wheel again',
  });
}

async function findWheel(name: string, version: string, folder: string): Promise<string | undefined> {
  const start = `${name.replaceAll('-', '_')}-${version}-`;
  const names = await readdir(folder).catch(() => []);
  const wheel = names.find((file) => file.startsWith(start) && file.endsWith('.whl'));
  return wheel === undefined ? undefined : join(folder, wheel);
}

/** Bytes of all files below a folder, even while files are being written there. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map((entry) =>
      stat(join(folder, entry)).then(
        (file) => (file.isFile() ? file.size : 0),
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
