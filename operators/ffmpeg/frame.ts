import type { Frames } from '../values/frames.js';

/** The shape of one frame. */
export type Frame = Pick<Frames, 'width' | 'height' | 'channels'>;
