import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryName } from '../disk/sweep-abandoned.js';
import { writeError } from '../disk/write-error.js';
import { formatStoredHeader, HEADER_BYTES, type StoredClip } from './stored-clip.js';
import { makeFolder } from '../disk/make-folder.js';

/** What the temporary files are called. */
export const TEMPORARY = 'clip';

/** What a decoded clip is besides its frames. */
export interface ClipForm {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Frames per second; undefined if it is not known. */
  readonly rate?: number;
  /** What was said of damaged parts, if others were read. */
  readonly damage?: string;
}

/** A file of decoded frames that is being written, under a temporary name until it is complete. */
export class ClipFile {
  readonly #folder: string;
  readonly #file: string;
  readonly #temporary: string;
  readonly #handle: FileHandle;
  #isThere = true;

  private constructor(folder: string, file: string, temporary: string, handle: FileHandle) {
    this.#folder = folder;
    this.#file = file;
    this.#temporary = temporary;
    this.#handle = handle;
  }

  /**
   * Begin a file, with room for its header.
   *
   * @param folder the folder of decoded clips
   * @param file the file inside it
   * fails E_DISK_FULL, E_OUTPUT_WRITE
   */
  static async begin(folder: string, file: string): Promise<ClipFile> {
    const temporary = join(folder, temporaryName(TEMPORARY));
    try {
      await makeFolder(dirname(file));
      const begun = new ClipFile(folder, file, temporary, await open(temporary, 'wx'));
      await begun.write(new Uint8Array(HEADER_BYTES));
      return begun;
    } catch (error) {
      throw writeError(error, folder);
    }
  }

  /** The number of the file, to which frames are written from its present position on. */
  get descriptor(): number {
    return this.#handle.fd;
  }

  /** Write frames; fails E_DISK_FULL, E_OUTPUT_WRITE, and then the file is removed. */
  async write(bytes: Uint8Array): Promise<void> {
    try {
      await this.#handle.writeFile(bytes);
    } catch (error) {
      await this.discard();
      throw writeError(error, this.#folder);
    }
  }

  /** Give the file its header and its name; undefined if there are no frames, and then it is removed. fails E_DISK_FULL, E_OUTPUT_WRITE */
  async complete({ height, width, channels, ...more }: ClipForm): Promise<StoredClip | undefined> {
    try {
      const frames = Math.floor(((await this.#handle.stat()).size - HEADER_BYTES) / (height * width * channels));
      if (frames === 0) return undefined;
      const stored = { file: this.#file, shape: [frames, height, width, channels] as const, ...more };
      await this.#handle.write(formatStoredHeader(stored), 0, HEADER_BYTES, 0);
      await this.#handle.sync();
      await this.#handle.close();
      await rename(this.#temporary, this.#file);
      this.#isThere = false;
      return stored;
    } catch (error) {
      throw writeError(error, this.#folder);
    } finally {
      await this.discard();
    }
  }

  /** Remove the file if it is not complete. */
  async discard(): Promise<void> {
    if (!this.#isThere) return;
    this.#isThere = false;
    await this.#handle.close();
    await rm(this.#temporary, { force: true });
  }
}
