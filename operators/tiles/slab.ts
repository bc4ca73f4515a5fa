/** Part of videos along time: the frames from the start of a tile to that of the next. */
export interface Slab {
  /** Its number, from 0, in each group of videos. */
  readonly number: number;
  /** The level whose slabs are made in order; coarser levels do what it needs. */
  readonly level: number;
  /** Whether it is the last one of its videos. */
  readonly isLast: boolean;
  /** The videos that it is part of. */
  readonly videos: VideoGroup;
}

/** Videos that are sampled together. The groups come one after the other: all slabs of one, then all slabs of the next. */
export interface VideoGroup {
  /** Number of its first video, and how many it has. */
  readonly first: number;
  readonly count: number;
  /** How many videos there are in all groups, and the number of the first one of these. */
  readonly of: number;
  readonly from: number;
}

/** How many groups there are, as a slab of the first one tells, which none is larger than; one where there are no slabs. */
export const groupCount = (slab: Slab | undefined): number =>
  slab === undefined ? 1 : Math.ceil(slab.videos.of / slab.videos.count);
