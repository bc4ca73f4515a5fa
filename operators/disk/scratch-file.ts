import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeError } from './write-error.js';

let made = 0;

/**
 * Numbers at positions in a file of the temporary folder, for what the memory does not hold. The file loses its name at once where the
 * system allows it, so that nothing is left behind however the process ends.
 */
export class ScratchFile {
  readonly #path = join(tmpdir(), `hpdm-${process.pid}-${made++}.scratch`);
  readonly #file: number;

  /** fails E_FOLDER, E_DISK_FULL when the temporary folder takes no file */
  constructor() {
    try {
      this.#file = openSync(this.#path, 'wx+', 0o600);
    } catch (error) {
      throw writeError(error, tmpdir(), { path: 'TMPDIR' });
    }
    this.#forget();
  }

  /**
   * Write numbers.
   *
   * @param position of the first, counted in numbers of their size
   * fails E_DISK_FULL
   */
  write(position: number, numbers: Float32Array | Uint8Array): void {
    const start = numbers.BYTES_PER_ELEMENT * position;
    const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at, bytes.length - at, start + at);
    } catch (error) {
      throw writeError(error, tmpdir(), { path: 'TMPDIR' });
    }
  }

  /** Fill an array with the numbers from a position on; fails RangeError where none were written. */
  read(position: number, numbers: Float32Array | Uint8Array): void {
    const start = numbers.BYTES_PER_ELEMENT * position;
    const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    for (let at = 0; at < bytes.length;) {
      const count = readSync(this.#file, bytes, at, bytes.length - at, start + at);
      if (count === 0) throw new RangeError(`nothing is written at ${position}`);
      at += count;
    }
  }

  close(): void {
    closeSync(this.#file);
    this.#forget();
  }

  /** Remove the name of the file; Windows allows it only after the file is closed. */
  #forget(): void {
    try {
      rmSync(this.#path, { force: true });
    } catch {
      // removed when it is closed
    }
  }
}
