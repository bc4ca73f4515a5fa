import { existsSync, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, freemem, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { HpdmError } from '../../../dsl/index.js';
import { BACKENDS } from '../../../operators/tensor/select-backend.js';
import { nativeLibrary } from '../../../operators/tensor/native/library.js';
import { allFfmpegs, findFfmpeg } from '../../../operators/ffmpeg/ffmpeg.js';
import { findFfprobe } from '../../../operators/ffmpeg/ffprobe.js';
import type { Installed } from '../../../operators/ffmpeg/installed.js';
import { lacks } from '../../../operators/ffmpeg/lacks.js';
import type { Ffmpeg } from '../../../operators/ffmpeg/ffmpeg.js';
import { readLinked } from '../provision/link-build.js';
import type { Linked } from '../provision/link-build.js';
import { cacheFolder, installedPackage, seesNvidiaGpu } from '../provision/environment.js';
import type { Environment } from '../provision/environment.js';
import { measureApart } from './measure-apart.js';
import type { Measured } from './measure-backend.js';
import { version } from '../../../operators/disk/version.js';

/** Everything that `hpdm doctor` finds out, in the form that `--json` prints. */
export interface Examination {
  readonly hpdm: string;
  readonly node: string;
  readonly os: string;
  readonly cpu: { readonly model: string; readonly threads: number };
  readonly memory: { readonly totalBytes: number; readonly freeBytes: number };
  readonly nvidiaGpuVisible: boolean;
  readonly packages: Readonly<Record<string, string>>;
  /** The TensorFlow that `@tensorflow/tfjs-node-gpu` is linked to; null if none is linked. */
  readonly linked: Linked | null;
  /** Whether hpdm's own kernels are compiled for this processor; without them, TensorFlow's general ones are used. */
  readonly ownKernels: boolean;
  readonly ffmpeg: Ffmpeg | { readonly missing: string };
  /** Every ffmpeg that runs, the newest first, and the encoders, filters and protocols of a usual build that each lacks. */
  readonly ffmpegs: readonly (Ffmpeg & { readonly lacks: readonly string[] })[];
  readonly ffprobe: Installed | { readonly missing: string };
  readonly backends: readonly Measured[];
  readonly cache: { readonly folder: string; readonly sizeBytes: number };
  /** The environment variables that are set and that hpdm reads. */
  readonly variables: Readonly<Record<string, string>>;
}

const PACKAGES = [
  ...['tfjs', 'tfjs-node-gpu', 'tfjs-backend-wasm', 'tfjs-backend-webgpu'].map((name) => `@tensorflow/${name}`),
  ...['webgpu', 'sharp', 'rxjs', 'ffmpeg-static', '@ffmpeg-installer/ffmpeg'],
];
const VARIABLES =
  /^(HPDM_|FFMPEG_|TF_(CPP|ENABLE|FORCE|GPU|NUM|XLA|DISABLE)_|CUDA_VISIBLE|OMP_NUM|VK_ICD|NODE_OPTIONS$)/;

const require = createRequire(import.meta.url);

/** Examine the machine and measure the backends one after the other, each in a separate process. */
export async function examine(env: Environment = process.env): Promise<Examination> {
  const cache = cacheFolder(env);
  const backends: Measured[] = [];
  for (const name of BACKENDS) backends.push(await measureApart(name, env));
  const ffmpeg = await findFfmpeg(env).catch(describeMissing);
  const others = await allFfmpegs(env);
  const ffmpegs = 'missing' in ffmpeg || others.some(({ path }) => path === ffmpeg.path) ? others : [ffmpeg, ...others];
  return {
    hpdm: version,
    node: process.version,
    os: `${process.platform} ${release()} ${process.arch}`,
    cpu: { model: cpus()[0]?.model.trim() ?? 'unknown', threads: availableParallelism() },
    memory: { totalBytes: totalmem(), freeBytes: freemem() },
    nvidiaGpuVisible: seesNvidiaGpu(env),
    packages: Object.fromEntries(PACKAGES.map((name) => [name, packageVersion(name)])),
    linked: readLinked(installedPackage()) ?? null,
    ownKernels: existsSync(nativeLibrary(installedPackage())),
    ffmpeg,
    ffmpegs: await Promise.all(ffmpegs.map(async (one) => ({ ...one, lacks: await lacks(one) }))),
    ffprobe: await findFfprobe(env, undefined, 'missing' in ffmpeg ? undefined : ffmpeg).catch(describeMissing),
    backends,
    cache: { folder: cache, sizeBytes: await sizeOf(cache) },
    variables: Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) =>
        VARIABLES.test(name) && value !== undefined ? [[name, value]] : [],
      ),
    ),
  };
}

/** The version of a package, read from its file because some packages do not export their package.json. */
function packageVersion(name: string): string {
  for (const folder of require.resolve.paths(name) ?? []) {
    const file = join(folder, name, 'package.json');
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  }
  return 'not installed';
}

function describeMissing(error: unknown): { missing: string } {
  const fault = error instanceof HpdmError ? error.faults[0] : undefined;
  return { missing: fault ? `${fault.got ?? fault.code}; ${fault.try ?? ''}` : String(error) };
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const file = await stat(join(folder, entry)).catch(() => undefined);
    if (file?.isFile()) bytes += file.size;
  }
  return bytes;
}
