/** A part of a document that is being written: nothing is sure of it. */
export type Part = Readonly<Record<string, unknown>>;

/** The graph and the node in which a place of a document lies. */
export interface Surroundings {
  /** The document, an entry of its `graphs`, or a body. */
  readonly graph: Part;
  /** The operator whose body the graph is. */
  readonly bodyOf?: string;
  readonly node?: Part;
  /** The name of the node; the first step of the trail within `nodes`. */
  readonly name?: string;
  /** What is left of the trail within the node or the graph. */
  readonly rest: readonly (string | number)[];
}

/** A value as a map; empty where it is none. */
export const partOf = (value: unknown): Part => (typeof value === 'object' && value !== null ? (value as Part) : {});

/** Follow a trail to the innermost graph and node. */
export function surroundingsOf(document: unknown, trail: readonly (string | number)[]): Surroundings {
  return within({ graph: partOf(document), rest: trail });
}

function within(at: Surroundings): Surroundings {
  const [step, name = '', ...rest] = at.rest;
  const { graph, node } = at;
  if (node === undefined) {
    const kept = at.bodyOf === undefined ? {} : { bodyOf: at.bodyOf };
    if (step === 'graphs') return within({ graph: partOf(partOf(graph['graphs'])[name]), rest });
    if (step !== 'nodes' || at.rest.length < 2) return at;
    return within({ graph, ...kept, node: partOf(partOf(graph['nodes'])[name]), name: String(name), rest });
  }
  if (step === 'chain' && at.rest.length > 1) return within({ ...at, node: partOf(partOf(node['chain'])[name]), rest });
  if (step !== 'body' || at.rest.length < 2) return at;
  return within({ graph: partOf(node['body']), bodyOf: String(node['op']), rest: at.rest.slice(1) });
}
