import { itemAt } from '../../dsl/index.js';
import { joinOwnChunks } from '../diffusion/guide.js';
import type { BlockInputs } from '../network/encode-level.js';
import { projectTokens } from '../network/fuse.js';
import type { Network } from '../network/network.js';
import { tokenCount } from '../network/token-grid.js';
import { tf } from '../tensor/tf.js';
import type { LevelContext } from './level-context.js';
import { TokenFile } from './token-file.js';

/** Collects what finer levels read of the tokens of all tiles of a level, some tiles at a time. */
export interface BlockCollector {
  /**
   * Take what enters each block, per block [halves·N·n, d] of N tiles.
   *
   * @param start number of the first of the tiles
   * @returns tensors that the caller must keep until `collected`; none for what is in files
   */
  add(this: void, start: number, blocks: BlockInputs): (tf.Tensor2D | undefined)[];
  /** All tiles, from what `add` returned, which is freed. */
  collected(this: void, chunks: readonly BlockInputs[]): LevelContext['blocks'];
  /** Close the files, because the rest of the tiles will not come. */
  drop(this: void): void;
}

/**
 * @param tiles of all videos, in one half
 * @param inFiles whether the result is in files
 */
export function collectBlocks(network: Network, tiles: number, halves: 1 | 2, inFiles: boolean): BlockCollector {
  const said = (blocks: BlockInputs): (tf.Tensor2D | undefined)[] =>
    blocks.map((tokens, block) => tokens && projectTokens(network.weights, `blocks.${block}`, tokens));
  if (!inFiles)
    return {
      add: (_, blocks) => said(blocks),
      collected: (chunks) => joinBlocks(chunks, halves),
      drop: () => undefined,
    };
  const files: (TokenFile | undefined)[] = [];
  const add: BlockCollector['add'] = (start, blocks) => {
    said(blocks).forEach((rows, block) => {
      if (rows !== undefined)
        writeHalves((files[block] ??= fileFor(rows, tiles, halves, network)), start, rows, tiles, halves);
    });
    return [];
  };
  const drop = (): void => files.forEach((file) => file?.dispose());
  return { add, collected: () => Array.from(files), drop };
}

const fileFor = ({ shape: [, d] }: tf.Tensor2D, tiles: number, halves: 1 | 2, { cascade }: Network): TokenFile =>
  new TokenFile(tiles * halves, [tokenCount(cascade), d]);

/** Write the rows of some tiles in both halves. */
function writeHalves(file: TokenFile, start: number, rows: tf.Tensor2D, tiles: number, halves: 1 | 2): void {
  tf.tidy(() => tf.split<tf.Tensor2D>(rows, halves).forEach((half, i) => file.write(i * tiles + start, half)));
}

/** The blocks of all tiles from those of chunks, which are disposed of block by block, because all of them and the result would not fit. */
function joinBlocks(chunks: readonly BlockInputs[], halves: 1 | 2): (tf.Tensor2D | undefined)[] {
  return itemAt(chunks, 0).map((_, block) => {
    const parts = chunks.flatMap((chunk) => chunk[block] ?? []);
    return parts.length === 0 ? undefined : joinOwnChunks(parts, halves);
  });
}
