/** A dimension of a layout: a letter, which is one size wherever a contract has it, or a size. */
export type Dimension = string | number;

/** The layout of a video or of patches: how many of them, frames, height, width, channels. */
export type Layout5 = [Dimension, Dimension, Dimension, Dimension, Dimension];
