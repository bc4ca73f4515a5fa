import { existsSync } from 'node:fs';

import { join } from 'node:path';
import { itemAt } from '../../dsl/index.js';
import { readSafetensors, writeSafetensors } from '../disk/safetensors.js';
import { readFloats } from '../tensor/read-floats.js';
import { tf } from '../tensor/tf.js';
import { makeFolder } from '../disk/make-folder.js';

/** Which videos, by their numbers. */
interface Videos {
  readonly first: number;
  readonly count: number;
}

/** What is kept of finished parts: in a folder, or in that of the leader. */
export type Parts = Pick<FinishedParts, 'has' | 'slabs' | 'read' | 'keep'>;

/**
 * The finished parts of a level, slabs or whole videos, in a folder, so that a run that was stopped, even killed, goes on after them. Each is a
 * file of 32-bit floats of one video, complete or absent: it does not matter with which other videos it was made.
 */
export class FinishedParts {
  readonly #folder: string;
  readonly #level: number;

  /** @param folder which need not be there; empty: nothing is kept */
  constructor(folder: string, level: number) {
    this.#folder = folder;
    this.#level = level;
  }

  /** Whether a part of all these videos is there; `slab 3`, or `whole` of videos that are sampled whole. */
  has(part: string, videos: Videos): boolean {
    return this.#folder !== '' && this.#files(part, videos).every((file) => existsSync(file));
  }

  /**
   * The slabs that are there and can be taken. Where tiles overlap along time, a slab depends on how its neighbours came about, so a level that
   * is not finished is sampled anew.
   *
   * @param starts of the slabs and of the tiles over them, in frames
   * @param tile frames of a tile
   */
  slabs(starts: readonly number[], tile: number, videos: Videos): ReadonlySet<number> {
    const there = starts.map((_, slab) => slab).filter((slab) => this.has(`slab ${slab}`, videos));
    const isFree = starts.every((start, slab) => slab === 0 || start - itemAt(starts, slab - 1) >= tile);
    return new Set(isFree || there.length === starts.length ? there : []);
  }

  /** Read a part that is there, [B, n, H, W, C] of B videos. */
  async read(part: string, videos: Videos): Promise<tf.Tensor5D> {
    const stored = await Promise.all(this.#files(part, videos).map((file) => readSafetensors(file)));
    return tf.tidy(() => {
      const each = stored.map(({ tensors }) => {
        const { shape, data } = tensors['video'] ?? { shape: [0, 0, 0, 0, 0], data: new Float32Array() };
        return tf.tensor5d(data as Float32Array, shape as tf.Tensor5D['shape']);
      });
      return tf.concat(each, 0);
    });
  }

  /**
   * Keep a part of some videos, [B, n, H, W, C].
   *
   * @param first number of the first of them
   * fails E_DISK_FULL, E_OUTPUT_WRITE
   */
  async keep(part: string, first: number, video: tf.Tensor5D): Promise<void> {
    if (this.#folder === '') return;
    await makeFolder(this.#folder);
    const data = await readFloats(video);
    const [count, ...size] = video.shape;
    const one = data.length / count;
    for (const [i, file] of this.#files(part, { first, count }).entries()) {
      const own = data.subarray(i * one, (i + 1) * one);
      await writeSafetensors(file, { video: { dtype: 'F32', shape: [1, ...size], data: own } });
    }
  }

  #files(part: string, { first, count }: Videos): string[] {
    return Array.from({ length: count }, (_, i) => {
      const name = `level-${this.#level}-video-${first + i}-${part.replace(' ', '-')}.safetensors`;
      return join(this.#folder, name);
    });
  }
}
