import type { AnyOperator, Port, Sizes } from '../contract/contract.js';
import type { Place } from '../fault/fault.js';

/** One output of one node. */
export interface Endpoint {
  readonly node: string;
  readonly port: string;
}

/** A node of a checked graph: sub-graphs and repetitions are expanded, names resolved, settings decoded. */
export interface GraphNode {
  /** Unique name: `file`, `level.0.solve`. */
  readonly name: string;
  readonly operator: AnyOperator;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, Endpoint>>;
  readonly body?: BodyGraph;
  /** Sizes of the letters of its ports, as far as the graph tells; those of list inputs are left out. */
  readonly sizes: Sizes;
  /** Where it was written. */
  readonly place: Place;
  readonly path: string;
  /** The sub-graph node it came from, and where that was written. */
  readonly usedBy?: string;
}

/** A checked body: pure nodes in the order they run. */
export interface BodyGraph {
  readonly nodes: readonly GraphNode[];
  readonly out: Readonly<Record<string, Endpoint>>;
}

/** The node name under which a body sees its own inputs. */
export const BODY_INPUT = 'in';

/** A checked graph, its nodes in an order in which every node comes after those it reads. */
export interface Graph {
  readonly file: string;
  readonly about: string;
  readonly nodes: readonly GraphNode[];
  readonly inFlight: number;
  /** What a run may take, as `limits.memory` says. */
  readonly memoryBytes?: number;
  /** The document's own outputs, by name: what `out:` says; those of `level[*].video` are `name.0`, `name.1` … */
  readonly out: Readonly<Record<string, Endpoint>>;
}

/**
 * How a port reads in a message: kind, element type, layout, range.
 *
 * @param sizes of its letters, shown beside them where known: `video [B, F=16, H=64, W=64, 3] float32 in [-1, 1]`
 */
export function formatPort({ kind, dtype, layout, range }: Port, sizes: Sizes = {}): string {
  const dimension = (name: string | number): string => {
    const size = sizes[name];
    return size === undefined ? `${name}` : `${name}=${size}`;
  };
  const shape = layout === undefined ? '' : ` [${layout.map(dimension).join(', ')}]`;
  const type = dtype === undefined ? '' : ` ${dtype}`;
  return `${kind.name}${shape}${type}${range === undefined ? '' : ` in [${range[0]}, ${range[1]}]`}`;
}
