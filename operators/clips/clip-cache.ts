import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { realpathSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { prepareFolder } from '../disk/prepare-folder.js';
import { sweepAbandoned } from '../disk/sweep-abandoned.js';
import type { Clip } from '../values/clips.js';
import { CacheBudget } from './cache-budget.js';
import { TEMPORARY } from './clip-file.js';
import type { Found } from './decode-clip.js';
import { decoder } from './decoder.js';
import type { Decoding } from './decoding.js';
import { readStored } from './stored-clip.js';

/** Counted up when decoding gives other bytes than before. */
const VERSION = 1;

let caches = 0;

/**
 * Decoded clips in a folder, uint8. A clip is decoded when it is asked for the first time, and found again by its path, size, time of
 * change and the settings of the decoding. No partial file ever has its final name.
 */
export class ClipCache {
  readonly #folder: string;
  readonly #decoding: Decoding;
  readonly #jobs: number;
  readonly #signal: AbortSignal;
  readonly #closed = new AbortController();
  readonly #group = ++caches;
  readonly #found = new Map<string, Promise<Found>>();
  /** The key in `#found` of each decoded file. */
  readonly #keys = new Map<string, string>();
  readonly #budget: CacheBudget;

  private constructor(folder: string, decoding: Decoding, jobs: number, signal: AbortSignal, budget: CacheBudget) {
    this.#folder = folder;
    this.#decoding = decoding;
    this.#budget = budget;
    this.#jobs = jobs === 0 ? availableParallelism() : jobs;
    this.#signal = AbortSignal.any([signal, this.#closed.signal]);
    // every clip that is being decoded listens to it
    setMaxListeners(0, this.#signal);
  }

  /**
   * @param jobs clips that are decoded at a time; 0: as many as the processor has cores
   * @param limit bytes of the folder, from which clips are then removed
   * @param place the place in the document that gives the folder
   * fails E_FOLDER, E_DISK_FULL
   */
  static async open(
    folder: string,
    decoding: Decoding,
    {
      jobs,
      limit = Infinity,
      place,
      signal,
    }: {
      readonly jobs: number;
      readonly limit?: number;
      readonly place: string;
      readonly signal: AbortSignal;
    },
  ): Promise<ClipCache> {
    await prepareFolder(folder, place);
    await sweepAbandoned(folder, TEMPORARY);
    return new ClipCache(folder, decoding, jobs, signal, await CacheBudget.of(folder, limit));
  }

  /**
   * The decoded clip, or the reason why it cannot be read. It is looked for, and its decoding begins, before this returns, because this
   * thread may be busy for long afterwards.
   *
   * fails E_DISK_FULL, E_OUTPUT_WRITE, E_DECODER, E_CANCELLED and as `findFfmpeg` does
   */
  get(clip: Clip): Promise<Found> {
    const key = JSON.stringify([clip.source, clip.start, clip.end]);
    let found = this.#found.get(key);
    if (found === undefined) {
      found = this.#find(clip, key);
      this.#found.set(key, found);
    }
    return found;
  }

  /** Begin to decode a clip that will be asked for; if this fails, `get` says so. */
  prepare(clip: Clip): void {
    this.get(clip).catch(() => undefined);
  }

  /** Bytes of all clips in the folder, if nobody in this process has said so yet. */
  news(): number | undefined {
    return this.#budget.isNews() ? this.#budget.bytes : undefined;
  }

  /** Say which decoded files are being read, instead of earlier ones; those used longest ago are removed where the limit asks for it. */
  async hold(files: readonly string[]): Promise<void> {
    for (const file of await this.#budget.use(this, files)) this.#found.delete(this.#keys.get(file) ?? '');
  }

  /** Stop decoding what nobody waits for any more. */
  close(): void {
    this.#budget.leave(this);
    this.#closed.abort();
  }

  #find(clip: Clip, key: string): Promise<Found> {
    const name = nameOf(clip, this.#decoding);
    if (name === undefined) return Promise.resolve({ reason: 'there is no such file' });
    const file = join(this.#folder, name.slice(0, 2), `${name}.safetensors`);
    this.#keys.set(file, key);
    const stored = readStored(file);
    if (stored !== undefined) return Promise.resolve({ stored });
    const work = { clip, decoding: this.#decoding, folder: this.#folder, file };
    return decoder.decode(work, { group: this.#group, jobs: this.#jobs, signal: this.#signal });
  }
}

/** The name of a decoded clip: a hash of all that decides its bytes; undefined if the original is not there. */
function nameOf({ source, start, end }: Clip, decoding: Decoding): string | undefined {
  try {
    const path = realpathSync(source.path);
    const { size, mtimeMs } = statSync(path);
    const key = JSON.stringify([VERSION, { ...source, path }, size, mtimeMs, start, end, decoding]);
    return createHash('sha256').update(key).digest('hex');
  } catch {
    return undefined;
  }
}
