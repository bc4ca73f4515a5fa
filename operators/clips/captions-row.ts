/** A line of a list of captions. */
export interface CaptionsRow {
  readonly line: number;
  readonly path: string;
  /** Wordings of the caption; empty for a clip without one. */
  readonly captions: readonly string[];
  readonly label?: string;
  /** Seconds. */
  readonly start?: number;
  readonly end?: number;
}
