import { ScratchFile } from '../disk/scratch-file.js';
import { filled } from '../tensor/filled.js';
import { product } from '../tensor/product.js';
import { isSketching } from '../tensor/sketch/engine.js';
import type { tf } from '../tensor/tf.js';

/** The rows of the tokens of tiles in a file, of which some tiles are read at a time. */
export class TokenFile {
  readonly shape: readonly [rows: number, d: number];
  readonly #perTile: number;
  readonly #file: { readonly open: ScratchFile | undefined; holders: number };

  /**
   * @param tiles number of tiles, those of all videos and halves
   * @param tokens of a tile, and their width
   * @param sharing another one whose file it reads
   */
  constructor(tiles: number, tokens: readonly [n: number, d: number], sharing?: TokenFile) {
    this.shape = [tiles * tokens[0], tokens[1]];
    this.#perTile = product(tokens);
    this.#file =
      sharing === undefined ? { open: isSketching() ? undefined : new ScratchFile(), holders: 0 } : sharing.#file;
    this.#file.holders += 1;
  }

  /** Write the rows of consecutive tiles, [N·n, d], from the tile `first` on. */
  write(first: number, rows: tf.Tensor2D): void {
    // eslint-disable-next-line no-restricted-properties -- not on WebGPU, see isContextInFiles
    this.#file.open?.write(first * this.#perTile, rows.dataSync<'float32'>());
  }

  /** The rows of some tiles, [tiles.length, n·d]. */
  take(tiles: readonly number[]): tf.Tensor2D {
    const size = this.#perTile;
    return filled<tf.Rank.R2>([tiles.length, size], (data) => {
      tiles.forEach((tile, i) => this.#file.open?.read(tile * size, data.subarray(i * size, (i + 1) * size)));
    });
  }

  /** A second holder of the file; it is closed when both are disposed of. */
  share(): TokenFile {
    const [rows, d] = this.shape;
    const n = this.#perTile / d;
    return new TokenFile(rows / n, [n, d], this);
  }

  dispose(): void {
    this.#file.holders -= 1;
    if (this.#file.holders === 0) this.#file.open?.close();
  }
}
