import type { Observable } from 'rxjs';
import type { RunEvent } from '../contract/run-event.js';

/** Options of a run. */
export interface RunOptions {
  /** Seed of everything random; default 0. */
  readonly seed?: number;
  /** Number of the first item, where an earlier run stopped; default 0. */
  readonly first?: number;
  /** Aborting it cancels the run within one operator call. */
  readonly signal?: AbortSignal;
  /** Whether operators shall show how far their results are, as `preview` events. Default false. */
  readonly previews?: boolean;
  /** Called with every event of the run. */
  readonly onEvent?: (event: RunEvent) => void;
}

/** A run of a graph. */
export interface Running {
  /**
   * Resolves when every node has ended and everything is freed; rejects, when it has, with what ended the run: the error of the
   * operator, as E_OPERATOR_FAILED naming its node where it was not an HpdmError; E_STALL; E_CANCELLED when the signal was aborted.
   */
  readonly finished: Promise<void>;
  /** What the run says, from when this is read; ends with the run, throws what ended it. */
  readonly events: AsyncIterableIterator<RunEvent>;
  /**
   * An output as an Observable. Its values are lent for the duration of `next`: what must live longer is cloned there
   * (`video.clone()`, `data.slice()`). Errors with what ended the run.
   *
   * @param name `node.port`, or a name under the document's `out:`
   * fails E_OUTPUT_UNKNOWN
   */
  output<T = unknown>(this: void, name: string): Observable<T>;
  /**
   * An output to pull from, at the reader's own pace: a value is lent until the next one is asked for, and the run makes no more of
   * them than `limits.inFlight` meanwhile. Leaving the loop is leaving the output.
   *
   * @param name `node.port`, or a name under the document's `out:`
   * fails E_OUTPUT_UNKNOWN
   */
  items<T = unknown>(this: void, name: string): AsyncIterableIterator<T>;
}
