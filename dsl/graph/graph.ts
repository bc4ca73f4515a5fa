import type { AnyOperator } from '../contract/operator.js';
import type { Port, Sizes } from '../contract/port.js';
import type { Registry } from '../contract/registry.js';
import type { Share } from '../contract/share.js';
import type { Place } from '../fault/fault.js';

/** An output of a node. */
export interface Endpoint {
  readonly node: string;
  readonly port: string;
}

/** A node of a checked graph, in which sub-graphs and repetitions are expanded, names resolved and settings decoded. */
export interface GraphNode {
  /** Unique name: `file`, `level.0.solve`. */
  readonly name: string;
  readonly operator: AnyOperator;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, Endpoint>>;
  readonly body?: BodyGraph;
  /** The copy of a node with `spread: jobs` that it belongs to: `video.3`. No edge leads into such a copy or out of it. */
  readonly job?: string;
  /** The known sizes of the letters of its ports, without those of list inputs. */
  readonly sizes: Sizes;
  /** The place in the document where it was written. */
  readonly place: Place;
  readonly path: string;
  /** The sub-graph node that it came from, and the place of that node. */
  readonly usedBy?: string;
}

/** A checked body: pure nodes in the order they run. */
export interface BodyGraph {
  readonly nodes: readonly GraphNode[];
  readonly out: Readonly<Record<string, Endpoint>>;
}

/** The node name under which a body sees its own inputs. */
export const BODY_INPUT = 'in';

/** A checked graph; each of its nodes comes after those it reads. */
export interface Graph {
  readonly file: string;
  /** What it does, as its document says; else the name of its file. */
  readonly about: string;
  /** The values of its document's parameters, cascades and files read. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly nodes: readonly GraphNode[];
  readonly inFlight: number;
  /** Independent parts, such as the copies of a repeated node, that run at a time. */
  readonly copies: number;
  /** The memory that a run may take, from `limits.memory`. */
  readonly memoryBytes?: number;
  /** The part of every item that a run of it makes; all of it if left out. */
  readonly share?: Share;
  /** The operators that its document could use. */
  readonly registry: Registry;
  /** The cascades that its document could use by name, and their files. */
  readonly presets: Readonly<Record<string, string>>;
  /** The outputs of the document by their names under `out:`; those of `level[*].video` are `name.0`, `name.1` … */
  readonly out: Readonly<Record<string, Endpoint>>;
}

/**
 * A port as text for messages: kind, layout, element type, range.
 *
 * @param sizes of its letters; those known are shown: `video [B, F=16, H=64, W=64, 3] float32 in [-1, 1]`
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
