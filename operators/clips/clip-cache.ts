import { createHash } from 'node:crypto';
import { mkdir, open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { HpdmError, cancelled, type FaultCode } from '../../dsl/index.js';
import { prepareFolder } from '../disk/prepare-folder.js';
import { sweepAbandoned, temporaryName } from '../disk/sweep-abandoned.js';
import { writeError } from '../disk/write-error.js';
import type { Clip } from '../values/clips.js';
import { decodeVideo } from './decode-video.js';
import type { Decoding } from './decoding.js';
import { isForSharp } from './media-of.js';
import { Slots } from './slots.js';
import { formatStoredHeader, HEADER_BYTES, readStored, type StoredClip } from './stored-clip.js';

/** A clip in the cache, or why there is none. */
export type Found = { readonly stored: StoredClip } | { readonly reason: string };

/** Counted up when decoding gives other bytes than before. */
const VERSION = 1;
const TEMPORARY = 'clip';
/** Faults of one clip; with any other fault, nothing can be decoded. */
const OF_A_CLIP: readonly FaultCode[] = ['E_NOT_VIDEO', 'E_NO_VIDEO', 'E_NO_FRAMES', 'E_FFMPEG', 'E_HDR'];

/**
 * Decoded clips in a folder, uint8. A clip is decoded when it is asked for the first time, and found again by its path, size, time of
 * change and the settings of the decoding. No partial file ever has its final name.
 */
export class ClipCache {
  readonly #folder: string;
  readonly #decoding: Decoding;
  readonly #slots: Slots;
  readonly #signal: AbortSignal;
  readonly #found = new Map<string, Promise<Found>>();

  private constructor(folder: string, decoding: Decoding, jobs: number, signal: AbortSignal) {
    this.#folder = folder;
    this.#decoding = decoding;
    this.#slots = new Slots(jobs === 0 ? Math.max(1, availableParallelism() - 1) : jobs);
    this.#signal = signal;
  }

  /**
   * @param jobs clips that are decoded at a time; 0: one less than the processor has cores
   * @param place the place in the document that gives the folder
   * fails E_FOLDER, E_DISK_FULL
   */
  static async open(
    folder: string,
    decoding: Decoding,
    { jobs, place, signal }: { readonly jobs: number; readonly place: string; readonly signal: AbortSignal },
  ): Promise<ClipCache> {
    await prepareFolder(folder, place);
    await sweepAbandoned(folder, TEMPORARY);
    return new ClipCache(folder, decoding, jobs, signal);
  }

  /** The decoded clip, or the reason why it cannot be read; fails E_DISK_FULL, E_OUTPUT_WRITE, E_CANCELLED and as `findFfmpeg` does. */
  get(clip: Clip): Promise<Found> {
    const key = JSON.stringify([clip.source, clip.start, clip.end]);
    let found = this.#found.get(key);
    if (found === undefined) {
      found = this.#find(clip);
      this.#found.set(key, found);
    }
    return found;
  }

  async #find(clip: Clip): Promise<Found> {
    const name = await nameOf(clip, this.#decoding);
    if (name === undefined) return { reason: 'there is no such file' };
    const file = join(this.#folder, name.slice(0, 2), `${name}.safetensors`);
    const stored = readStored(file);
    return stored === undefined ? this.#slots.take(() => this.#decode(clip, file)) : { stored };
  }

  async #decode(clip: Clip, file: string): Promise<Found> {
    if (this.#signal.aborted) throw cancelled();
    const temporary = join(this.#folder, temporaryName(TEMPORARY));
    try {
      await mkdir(dirname(file), { recursive: true });
      const stored = await this.#write(clip, temporary, file);
      if ('reason' in stored) await rm(temporary, { force: true });
      else await rename(temporary, file);
      return stored;
    } catch (error) {
      await rm(temporary, { force: true });
      throw writeError(error, this.#folder);
    }
  }

  async #write(clip: Clip, temporary: string, file: string): Promise<Found> {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(new Uint8Array(HEADER_BYTES));
      const stored = { ...(await this.#fill(clip, handle)), file };
      if (stored.shape[0] === 0) return { reason: 'it has no frames in the part that is asked for' };
      await handle.write(formatStoredHeader(stored), 0, HEADER_BYTES, 0);
      await handle.sync();
      return { stored };
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === undefined) throw error;
      return { reason };
    } finally {
      await handle.close();
    }
  }

  /** Write the frames after the header. */
  async #fill(clip: Clip, handle: FileHandle): Promise<Omit<StoredClip, 'file'>> {
    if (await isForSharp(clip)) {
      // sharp takes long to load, and most commands decode nothing
      const { decodeImage } = await import('./decode-image.js');
      const pixels = await decodeImage(clip, this.#decoding).catch((error: unknown) => {
        throw new UnreadableImage((error as Error).message);
      });
      await handle.writeFile(pixels.data);
      return { shape: pixels.shape, ...(pixels.rate === undefined ? {} : { rate: pixels.rate }) };
    }
    const { height, width, ...more } = await decodeVideo(clip, this.#decoding, handle.fd, this.#signal);
    const { channels } = this.#decoding;
    const frames = ((await handle.stat()).size - HEADER_BYTES) / (height * width * channels);
    return { shape: [Math.floor(frames), height, width, channels], ...more };
  }
}

/** What sharp says of a picture that it cannot read. */
class UnreadableImage extends Error {}

/** Why a clip cannot be read; undefined if the error is not about this clip. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof UnreadableImage) return error.message.split('\n')[0] ?? error.message;
  if (!(error instanceof HpdmError) || !(OF_A_CLIP as readonly string[]).includes(error.code)) return undefined;
  if (error.code === 'E_NO_VIDEO') return 'it holds no video';
  const { got = error.message } = error.faults[0] ?? {};
  return got.split('\n').at(-1)?.trim() ?? got;
}

/** The name of a decoded clip: a hash of all that decides its bytes; undefined if the original is not there. */
async function nameOf({ source, start, end }: Clip, decoding: Decoding): Promise<string | undefined> {
  const path = await realpath(source.path).catch(() => undefined);
  if (path === undefined) return undefined;
  const { size, mtimeMs } = await stat(path);
  const key = JSON.stringify([VERSION, { ...source, path }, size, mtimeMs, start, end, decoding]);
  return createHash('sha256').update(key).digest('hex');
}
