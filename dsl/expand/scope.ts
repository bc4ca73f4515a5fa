import type { StepDocument } from '../document/pipeline-document.js';
import type { Fault } from '../fault/fault.js';
import type { Endpoint } from '../graph/graph.js';
import type { Library, Named } from '../document/library.js';
import type { Presets } from '../document/read-source.js';
import type { Trail } from '../document/source.js';
import type { Registry } from '../contract/registry.js';
import type { Bindings } from './substitute.js';
import { at } from '../document/written.js';

/** The common data of an expansion, and the list of its faults. */
export interface Expansion {
  readonly library: Library;
  readonly registry: Registry;
  /** Cascades by name. */
  readonly presets: Presets;
  readonly faults: Fault[];
  /** Nodes and graphs that were opened so far. */
  readonly opened: { count: number };
  /** What stands after `else` and was not needed. */
  readonly spare: Endpoint[];
}

/** The source of an input: one output, or several (`level[*].video`). */
export interface Ends {
  readonly several: boolean;
  readonly ends: readonly Endpoint[];
}

/** One copy of a graph: its definition, its bound parameters, and the sources of its inputs. */
export interface Scope extends Named {
  readonly form: 'graph';
  readonly expansion: Expansion;
  readonly bindings: Bindings;
  readonly prefix: string;
  /** The node that this copy expands, and its place; undefined for the document itself. */
  readonly usedBy?: string;
  /** The names and definitions of the graphs around this one, outermost first, and of this one. */
  readonly nesting: readonly { readonly id: string; readonly name: string }[];
  /** The copies of every node. */
  readonly parts: Map<string, Part>;
  /** The source of an input of this copy; undefined if it is not connected. */
  readonly outer: (input: string, seen: readonly string[]) => Ends | undefined;
}

/** The copies of a node: one, or as many as its `for` has items. Undefined if the node has a fault. */
export interface Part {
  readonly repeated: boolean;
  /** Whether its copies are jobs of their own. */
  readonly spread: boolean;
  /** The index of the first copy. */
  readonly first: number;
  readonly copies: readonly Copy[] | undefined;
}

/** One copy of a node. */
export type Copy = Scope | OperatorCopy | ChainCopy;

/** One copy of a node with an operator, before its inputs are resolved. */
export interface OperatorCopy extends Wired {
  readonly form: 'operator';
  readonly op: string;
}

/** One copy of a chain: its steps in order. The outputs of the last step are those of the chain. */
export interface ChainCopy {
  readonly form: 'chain';
  readonly steps: readonly (Scope | OperatorCopy)[];
}

/** A node or a step as written, and the copy of it that is being expanded. */
export interface Wired {
  readonly scope: Scope;
  readonly step: StepDocument;
  readonly trail: Trail;
  readonly name: string;
  readonly turn: Turn;
  /** The input whose source is the previous step of the chain. */
  readonly link?: { readonly input: string; readonly from: Copy; readonly output: string };
}

/** A copy of a repeated node. */
export interface Turn {
  /** Name of the node in its graph. */
  readonly node: string;
  /** Undefined if the node is not repeated. */
  readonly index?: number;
  /** The graph's parameters, and `index` and `item` of a repeated node. */
  readonly bindings: Bindings;
}

/** Add a fault at a place in a scope's document. */
export function fail(scope: Scope, trail: Trail, fault: Omit<Fault, 'place' | 'path'>): void {
  scope.expansion.faults.push({ ...at(scope, trail), ...fault });
}
