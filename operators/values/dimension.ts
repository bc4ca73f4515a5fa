/** A dimension of a layout: a size, or a letter that means the same size everywhere in a contract. */
export type Dimension = string | number;

/** The layout of a video or of patches: how many of them, frames, height, width, channels. */
export type Layout5 = [Dimension, Dimension, Dimension, Dimension, Dimension];
