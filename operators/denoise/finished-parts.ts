import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { itemAt } from '../../dsl/index.js';
import { readSafetensors, writeSafetensors } from '../disk/safetensors.js';
import { readFloats } from '../tensor/read-floats.js';
import { tf } from '../tensor/tf.js';

/**
 * The finished parts of a level, slabs or whole videos, in a folder, so that a run that was stopped, even killed, goes on after them. Each is a
 * file of 32-bit floats that is complete or absent.
 */
export class FinishedParts {
  readonly #folder: string;
  readonly #level: number;

  /** @param folder which need not be there; empty: nothing is kept */
  constructor(folder: string, level: number) {
    this.#folder = folder;
    this.#level = level;
  }

  /** Whether a part is there; `slab 3`, or `item 0` of videos that are sampled whole. */
  has(part: string): boolean {
    return this.#folder !== '' && existsSync(this.#file(part));
  }

  /**
   * The slabs that are there and can be taken. Where tiles overlap along time, a slab depends on how its neighbours came about, so a level that
   * is not finished is sampled anew.
   *
   * @param starts of the slabs and of the tiles over them, in frames
   * @param tile frames of a tile
   */
  slabs(starts: readonly number[], tile: number): ReadonlySet<number> {
    const there = starts.map((_, slab) => slab).filter((slab) => this.has(`slab ${slab}`));
    const isFree = starts.every((start, slab) => slab === 0 || start - itemAt(starts, slab - 1) >= tile);
    return new Set(isFree || there.length === starts.length ? there : []);
  }

  /** Read a part that is there. */
  async read(part: string): Promise<tf.Tensor5D> {
    const { tensors } = await readSafetensors(this.#file(part));
    const { shape, data } = tensors['video'] ?? { shape: [0, 0, 0, 0, 0], data: new Float32Array() };
    return tf.tensor5d(data as Float32Array, shape as tf.Tensor5D['shape']);
  }

  /** Keep a part; fails E_DISK_FULL, E_OUTPUT_WRITE. */
  async keep(part: string, video: tf.Tensor5D): Promise<void> {
    if (this.#folder === '') return;
    await mkdir(this.#folder, { recursive: true });
    const data = await readFloats(video);
    await writeSafetensors(this.#file(part), { video: { dtype: 'F32', shape: video.shape, data } });
  }

  #file(part: string): string {
    return join(this.#folder, `level-${this.#level}-${part.replace(' ', '-')}.safetensors`);
  }
}
