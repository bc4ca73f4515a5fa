import type { StepDocument } from '../document/pipeline-document.js';
import type { Fault } from '../fault/fault.js';
import type { Endpoint } from '../graph/graph.js';
import type { Library, Named } from '../document/library.js';
import type { Trail } from '../document/source.js';
import type { Registry } from '../contract/registry.js';
import type { Bindings } from './substitute.js';
import { at } from '../document/written.js';

/** What an expansion works with, and where it puts what is wrong. */
export interface Expansion {
  readonly library: Library;
  readonly registry: Registry;
  readonly faults: Fault[];
}

/** What an input is fed by: one output, or several (`level[*].video`). */
export interface Ends {
  readonly several: boolean;
  readonly ends: readonly Endpoint[];
}

/** One copy of a graph: what is written, its bound parameters, and where its inputs come from. */
export interface Scope extends Named {
  readonly form: 'graph';
  readonly expansion: Expansion;
  readonly bindings: Bindings;
  readonly prefix: string;
  /** The node that this copy expands, and where it was written; nothing for the document itself. */
  readonly usedBy?: string;
  /** The graphs around this one, outermost first, and this one: how they are named, and what they are. */
  readonly nesting: readonly { readonly id: string; readonly name: string }[];
  /** The copies of every node. */
  readonly parts: Map<string, Part>;
  /** What an input of this copy is fed by; nothing where it was left unconnected. */
  readonly outer: (input: string, seen: readonly string[]) => Ends | undefined;
}

/** The copies of a node: one, or with `for` as many as it says. Nothing where the node has a fault of its own. */
export interface Part {
  readonly repeated: boolean;
  readonly copies: readonly Copy[] | undefined;
}

/** One copy of a node. */
export type Copy = Scope | OperatorCopy | ChainCopy;

/** One copy of a node with an operator, before its inputs are resolved. */
export interface OperatorCopy extends Wired {
  readonly form: 'operator';
  readonly op: string;
}

/** One copy of a chain: its steps in order. The outputs of the last are those of the chain. */
export interface ChainCopy {
  readonly form: 'chain';
  readonly steps: readonly (Scope | OperatorCopy)[];
}

/** A node or a step as it is written, and which copy of it this is. */
export interface Wired {
  readonly scope: Scope;
  readonly step: StepDocument;
  readonly trail: Trail;
  readonly name: string;
  readonly turn: Turn;
  /** The input that the step before it in a chain feeds. */
  readonly link?: { readonly input: string; readonly from: Copy; readonly output: string };
}

/** Which copy of a repeated node this is. */
export interface Turn {
  /** Name of the node in its graph. */
  readonly node: string;
  /** Nothing where the node is not repeated. */
  readonly index?: number;
  /** The graph's parameters, and `index` and `item` of a repeated node. */
  readonly bindings: Bindings;
}

/** Note a fault at a place of a scope's document. */
export function fail(scope: Scope, trail: Trail, fault: Omit<Fault, 'place' | 'path'>): void {
  scope.expansion.faults.push({ ...at(scope, trail), ...fault });
}
