import type { Graph, RunOptions as GraphRunOptions } from '../../dsl/index.js';
import type { Facts } from '../../operators/tensor/members/agree.js';
import type { Gang } from '../../operators/tensor/members/gang.js';
import type { BackendChoice, BackendReport } from '../../operators/tensor/select-backend.js';

/** Options of a run. */
export interface RunOptions extends GraphRunOptions {
  /** The backend. Default `auto`: the one in the variable HPDM_BACKEND, else the fastest that loads. */
  readonly backend?: BackendChoice | undefined;
  /** The members of a gang that share the items of the graph, which was loaded with the share of this one. */
  readonly gang?: Gang | undefined;
  /** What all members of the gang must have the same, besides the versions of hpdm and TensorFlow. */
  readonly facts?: Facts;
  /**
   * Called with the loaded backend before anything runs, except for a graph without tensors, which needs none.
   * By default, `process.emitWarning` warns once if a slower backend replaces TensorFlow.
   */
  readonly onBackend?: (backend: BackendReport) => unknown;
  /** For `run`, of a graph with jobs: the number of the first item of each, in the place of `first`; undefined leaves it out. */
  readonly firstOf?: (part: Graph) => number | undefined;
}
