import type { Cascade, Size } from '../../dsl/index.js';

/** Tokens of a patch per axis: patch / token. */
export function tokenGrid({ patch, network }: Cascade): Size {
  return [patch[0] / network.token[0], patch[1] / network.token[1], patch[2] / network.token[2]];
}

/** n: tokens of a patch. */
export const tokenCount = (cascade: Cascade): number => product(tokenGrid(cascade));

/** Numbers in one token before projection: pixels · channels. */
export const tokenPixels = ({ network, channels }: Cascade): number => product(network.token) * channels;

/** Tokens the network adds to the learned latents: the level's and the noise's. */
const CONDITION_LATENTS = 2;

/** m: learned latents plus the condition tokens. */
export const latentCount = ({ network }: Cascade): number => network.latents + CONDITION_LATENTS;

/** Levels that block b works on: the first `levelsPerBlock[b]` (adaptive computation, HPDM §4.3). */
export const levelsOfBlock = ({ network }: Cascade, block: number): number => network.levelsPerBlock[block] ?? 0;

/** Does level `level` go through block `block`? */
export const isActive = (cascade: Cascade, block: number, level: number): boolean =>
  level < levelsOfBlock(cascade, block);

export const product = (numbers: readonly number[]): number => numbers.reduce((a, b) => a * b, 1);
