import { tf } from '../tensor/tf.js';
import type { LevelContext, ProjectedContext } from './level-context.js';
import { TokenFile } from './token-file.js';

/** Copies of tensors that their receiver may dispose of; cloned tensors share their data. */
const clones = (blocks: LevelContext['blocks']): LevelContext['blocks'] =>
  blocks.map((tokens) => (tokens instanceof TokenFile ? tokens.share() : tokens && tf.clone(tokens)));

/** A copy of what all finer levels read of a level, which its receiver may dispose of; pixels and estimates are for the next level only. */
export const shareContext = ({ level, along, videos, halves, blocks, firstLook }: LevelContext): LevelContext => ({
  ...{ level, videos, halves, ...(along && { along }) },
  blocks: clones(blocks),
  firstLook: clones(firstLook),
});

/** A copy of all that the next level reads of a level. */
export const shareWhole = (context: LevelContext): LevelContext => ({
  ...shareContext(context),
  pixels: context.pixels && tf.clone(context.pixels),
  estimates: context.estimates && tf.clone(context.estimates),
});

/** A copy of the context of tiles. */
export const shareProjected = ({ kept, coarser, ...tiles }: ProjectedContext): ProjectedContext => ({
  ...tiles,
  kept: kept.map(({ count, blocks, pixels, base }) => ({
    count,
    blocks: blocks.map((block) => block && tf.clone(block)),
    pixels: pixels && tf.clone(pixels),
    base: base && tf.clone(base),
  })),
  coarser: coarser.map(shareWhole),
});
