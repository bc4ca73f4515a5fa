/** When frames are shown; it travels with them through the graph, tensors made of them included. */
export interface Timing {
  /** Frames per second; of frames at different distances the average. */
  readonly rate: number;
  /** When each frame is shown, in seconds from the first of all; left out where they come at the constant rate. */
  readonly times?: readonly number[];
  /** Number of frames that this was said of. */
  readonly count: number;
  /** Where the frames come from, as long as nothing changed their times: sound lies there, too. */
  readonly source?: Recording;
}

/** A part of a file with sound. */
export interface Recording {
  /** ffmpeg's arguments up to and with `-i`. */
  readonly args: readonly string[];
  /** Seconds of the file that the first frame stands at. */
  readonly start: number;
  /** Seconds that are read; nothing for all. */
  readonly length?: number;
}

/**
 * The timing of frames made from others: of as many frames the same. Of more or fewer the rate changes, so that they take
 * as long as those did.
 */
export function timingOf(count: number, { rate, times, source, ...from }: Timing): Timing {
  if (count === from.count) return { rate, count, ...(times && { times }), ...(source && { source }) };
  const apart = times?.map((time, k) => (times[k + 1] ?? time + 1 / rate) - time) ?? [];
  const length = times === undefined ? from.count / rate : apart.reduce((sum, one) => sum + one, 0);
  return { rate: count / length, count, ...(source && { source }) };
}
