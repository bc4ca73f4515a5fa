import type { Observable } from 'rxjs';
import type { RunEvent } from '../contract/run-event.js';
import type { Graph } from '../graph/graph.js';

/** Options of a run. */
export interface RunOptions {
  /** Seed of all random numbers; default 0. */
  readonly seed?: number;
  /** Number of the first item, where an earlier run stopped; default 0. */
  readonly first?: number;
  /** Aborting it cancels the run within one operator call. */
  readonly signal?: AbortSignal;
  /**
   * Aborting it ends the nodes that may end after any item, such as cameras and trainings, and finishes what is on its way: the run ends
   * well. It cancels a run without such nodes, and one that has not begun.
   */
  readonly enough?: AbortSignal;
  /** Whether operators show intermediate results in `preview` events. Default false. */
  readonly previews?: boolean;
  /** Called with a document that a node is about to run, such as the one of a training's previews; throws to refuse it. */
  readonly admit?: (graph: Graph) => void;
  /** Called with every event of the run. */
  readonly onEvent?: (event: RunEvent) => void;
}

/** A run of a graph. */
export interface Running {
  /**
   * Resolves when every node has ended and all memory is freed. After a failure it rejects, also when all memory is freed, with the error
   * that ended the run: the HpdmError of an operator; E_OPERATOR_FAILED, which names the node, for any other error; E_STALLED; or
   * E_CANCELLED when the signal was aborted.
   */
  readonly finished: Promise<void>;
  /** The events of the run from the moment this property is read; ends with the run and throws the error that ended it. */
  readonly events: AsyncIterableIterator<RunEvent>;
  /**
   * An output as an Observable. Its values are valid only during `next`; to keep one, clone it there
   * (`video.clone()`, `data.slice()`). It fails with the error that ended the run.
   *
   * @param name `node.port`, or a name under the document's `out:`
   * fails E_OUTPUT_UNKNOWN
   */
  output<T = unknown>(this: void, name: string): Observable<T>;
  /**
   * An output as an async iterator, read at the reader's own pace. A value is valid until the next one is requested. Meanwhile the run makes
   * at most `limits.inFlight` further items. Ending the loop ends the reading.
   *
   * @param name `node.port`, or a name under the document's `out:`
   * fails E_OUTPUT_UNKNOWN
   */
  items<T = unknown>(this: void, name: string): AsyncIterableIterator<T>;
}
