import type { Port } from '../../dsl/index.js';
import { plainKind } from './plain-kind.js';

/** Where the frames of a clip are. */
export type ClipSource =
  | { readonly kind: 'file'; readonly path: string }
  /** Bytes [start, end) of a file, such as a member of a tar file; `type` is the ending of the member's name, `mp4`. */
  | {
      readonly kind: 'part';
      readonly path: string;
      readonly start: number;
      readonly end: number;
      readonly type: string;
    }
  /** An image with `frames` frames side by side. */
  | { readonly kind: 'strip'; readonly path: string; readonly frames: number; readonly rate?: number };

/** A reference to a clip of a data set; nothing of it has been decoded. */
export interface Clip {
  /** A name that stays the same when the data set is moved: for messages, and for the choice of held-out clips. */
  readonly name: string;
  readonly source: ClipSource;
  /** Whether it is a single picture, which is shown for the whole length of a clip. */
  readonly still?: boolean;
  /** What it shows, in one or more wordings; each draw takes one of them. */
  readonly captions?: readonly string[];
  /** The number of its class, from 0. */
  readonly label?: number;
  /** The part of the file that belongs to the clip, in seconds. */
  readonly start?: number;
  readonly end?: number;
}

/**
 * A sequence of clips that is read at any place and never as a whole. Views such as shuffling or repeating compute the clip at an index
 * when it is asked for, so a run can start at any draw.
 */
export interface Clips {
  /** Number of clips; Infinity for a sequence without end. */
  readonly length: number;
  /** Names of the classes, by label; empty without classes. */
  readonly classes: readonly string[];
  /**
   * A clip of the sequence.
   *
   * @param index 0 ≤ index < length
   * @param epoch the pass over the data, which decides the order of shuffled clips
   */
  at(this: void, index: number, epoch: number): Clip;
}

const NONE: Clips = {
  length: 0,
  classes: [],
  at: (index) => {
    throw new RangeError(`there is no clip ${index}`);
  },
};

const CLIPS = plainKind<Clips, 'clips'>('clips', () => NONE);

/** A sequence of references to clips. */
export const clips = (): Port<Clips, 'clips'> => ({ kind: CLIPS, layout: [] });
