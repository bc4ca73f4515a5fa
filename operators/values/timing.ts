/** The times of frames, which travel with them through the graph, also with tensors made from them. */
export interface Timing {
  /** Frames per second; the average if the distances between frames differ. */
  readonly rate: number;
  /** The time of each frame in seconds after the first frame of the stream; left out if the rate is constant. */
  readonly times?: readonly number[];
  /** Number of frames that this timing describes; left out where it is that of any number of frames that come one after the other. */
  readonly count?: number;
  /** The origin of the frames, which also has their sound; absent if their times have been changed. */
  readonly source?: Recording;
}

/** A part of a file with sound. */
export interface Recording {
  /** ffmpeg's arguments up to and with `-i`. */
  readonly args: readonly string[];
  /** Time of the first frame in the file, in seconds. */
  readonly start: number;
  /** Number of seconds that are read; undefined for all. */
  readonly length?: number;
}

/**
 * The timing of frames made from other frames. If their number is the same, the timing is the same; otherwise the rate changes
 * so that they last as long as the others.
 */
export function timingOf(count: number, { rate, times, source, ...from }: Timing): Timing {
  if (from.count === undefined || count === from.count)
    return { rate, count, ...(times && { times }), ...(source && { source }) };
  const apart = times?.map((time, k) => (times[k + 1] ?? time + 1 / rate) - time) ?? [];
  const length = times === undefined ? from.count / rate : apart.reduce((sum, one) => sum + one, 0);
  return { rate: count / length, count, ...(source && { source }) };
}
