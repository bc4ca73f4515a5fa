import { createHash } from 'node:crypto';
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { itemAt, type Context, type Size } from '../../dsl/index.js';
import { temporaryName } from '../disk/sweep-abandoned.js';
import { writeError } from '../disk/write-error.js';
import { toBytes } from '../pixels/to-bytes.js';
import { product } from '../tensor/product.js';
import type { Clip, Clips } from '../values/clips.js';
import { ClipLoader, type Drawn } from './clip-loader.js';
import type { ClipSettings, ClipShape } from './clip-settings.js';
import { cutBytes } from './cut-bytes.js';

/** Clips that are decoded at a time. */
const LOADED = 8;
/** Bytes that are read of the file at a time. */
const READ = 1 << 24;
/** As the cache names what it writes, so that it removes what a killed process left. */
const TEMPORARY = 'clip';

/** How clips are made small. */
export interface Reduction {
  /** Frames, height, width and channels of the whole view. */
  readonly shape: ClipShape;
  /** Frames, height and width to which it is reduced; they divide those of the view. */
  readonly size: Size;
  readonly time: 'pick' | 'average';
}

/** Consecutive clips. */
export interface ReducedChunk {
  readonly first: number;
  /** The clips one after the other, each [f, h, w, C]. */
  readonly bytes: Uint8Array;
}

/**
 * All clips of a sequence at a small size, as bytes in one file of the cache, which later runs find again. They are read as often as needed,
 * in memory that does not grow with their number.
 */
export class ReducedClips {
  readonly #file: FileHandle;
  /** The clips that can be read. */
  readonly clips: readonly Clip[];
  /** Bytes of one clip. */
  readonly length: number;

  private constructor(file: FileHandle, clips: readonly Clip[], length: number) {
    this.#file = file;
    this.clips = clips;
    this.length = length;
  }

  /** Decode and reduce the clips, or open what an earlier run made of them; fails as `ClipLoader` does, and E_DISK_FULL. */
  static async open(
    clips: Clips,
    settings: ClipSettings,
    reduction: Reduction,
    context: Context,
  ): Promise<ReducedClips> {
    const loader = await ClipLoader.open(settings, reduction.shape, context);
    try {
      const draws: Drawn[] = [];
      for await (const few of drawsOf(clips, loader, context, 'clips')) draws.push(...few);
      const length = product(reduction.size) * reduction.shape[3];
      const path = join(settings.cache, `${keyOf(draws, reduction)}.reduced`);
      const known = await stat(path).catch(() => undefined);
      if (known?.size !== draws.length * length)
        await write(path, drawsOf(clips, loader, context, 'clips made smaller'), reduction);
      loader.report();
      return new ReducedClips(
        await open(path, 'r'),
        draws.map(({ clip }) => clip),
        length,
      );
    } finally {
      loader.close();
    }
  }

  /** All clips in their order, a few at a time. */
  async *chunks(): AsyncGenerator<ReducedChunk> {
    const count = Math.max(1, Math.floor(READ / this.length));
    for (let first = 0; first < this.clips.length; first += count) {
      yield { first, bytes: await this.#read(first, Math.min(count, this.clips.length - first)) };
    }
  }

  /** One clip, [f, h, w, C]. */
  at(index: number): Promise<Uint8Array> {
    return this.#read(index, 1);
  }

  /** Close the file. */
  close(): Promise<void> {
    return this.#file.close();
  }

  async #read(first: number, count: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(count * this.length);
    await this.#file.read(bytes, 0, bytes.length, first * this.length);
    return bytes;
  }
}

/** The clips that can be read, a few at a time, decoded as long as they are asked for: where the cache has a limit, they are removed later. */
async function* drawsOf(
  clips: Clips,
  loader: ClipLoader,
  { signal, progress }: Context,
  unit: string,
): AsyncGenerator<readonly Drawn[]> {
  for (let first = 0; first < clips.length; first += LOADED) {
    signal.throwIfAborted();
    const size = Math.min(LOADED, clips.length - first);
    const draws = await loader.load({ clips, first, size });
    // a clip that cannot be read was replaced by another one, which has its own turn
    yield draws.filter(({ clip }, i) => clip.name === clips.at(first + i, 0).name);
    progress(first + size, clips.length, unit);
  }
}

/** A hash of all that decides the bytes: the names of decoded clips are hashes of their originals. */
function keyOf(draws: readonly Drawn[], reduction: Reduction): string {
  const hash = createHash('sha256').update(JSON.stringify(reduction));
  for (const { stored, view } of draws) hash.update(JSON.stringify([stored.file, view.frames, view.top, view.left]));
  return hash.digest('hex');
}

/** Write the reduced clips to a file, complete or not at all. */
async function write(path: string, draws: AsyncIterable<readonly Drawn[]>, reduction: Reduction): Promise<void> {
  const temporary = join(path, '..', temporaryName(TEMPORARY));
  try {
    const file = await open(temporary, 'wx');
    try {
      for await (const few of draws) {
        for (const bytes of await Promise.all(few.map((drawn) => reduce(drawn, reduction))))
          await file.writeFile(bytes);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw writeError(error, path);
  }
}

/** The whole view of a clip, made smaller. */
async function reduce({ stored, view }: Drawn, { shape, size, time }: Reduction): Promise<Uint8Array> {
  const into = new Float32Array(product(size) * shape[3]);
  const factor = size.map((length, axis) => itemAt(shape, axis) / length) as unknown as Size;
  await cutBytes(stored, view, shape[2], [{ origin: [0, 0, 0], size, factor, time, into }]);
  return toBytes(into);
}
