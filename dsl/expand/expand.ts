import { basename } from 'node:path';
import { checkUnused } from '../document/check-unused.js';
import type { BodyDocument } from '../document/pipeline-document.js';
import type { Fault } from '../fault/fault.js';
import type { Endpoint } from '../graph/graph.js';
import { readLibrary, usesOf, type Opened } from '../document/library.js';
import { expandNodes } from './expand-nodes.js';
import { loadPlugIns } from './load-plug-ins.js';
import type { Trail } from '../document/source.js';
import type { Registry } from '../contract/registry.js';
import { endsOf, FAULTY, resolveReference, substituteAt } from './resolve-reference.js';
import type { Copy, Ends, OperatorCopy, Scope } from './scope.js';
import { bindParameters, fromOutside } from './bind-parameters.js';
import type { Bindings } from './substitute.js';
import { at, type Written } from '../document/written.js';

/** A node after expansion, before its operator is looked up. */
export interface RawNode {
  readonly name: string;
  readonly op: string;
  readonly with: Readonly<Record<string, unknown>>;
  /** By input; the members of a list input are `port.0`, `port.1` … */
  readonly inputs: Readonly<Record<string, Endpoint>>;
  readonly body?: { readonly document: BodyDocument; readonly with: Readonly<Record<string, unknown>> };
  /** Where something in the node was written, given its trail from the node. */
  readonly at: (trail: Trail) => Written;
}

/** A graph with all names resolved and no repetition left. */
export interface RawGraph extends Opened {
  readonly nodes: readonly RawNode[];
  /** Where the outputs of the document come from; those of `level[*].video` are `name.0`, `name.1` … */
  readonly out: Readonly<Record<string, Endpoint>>;
  /** Where the outputs of the graphs inside come from: whoever uses a graph may read them. */
  readonly exported: readonly Endpoint[];
  /** The operators it may name, those of its own modules with them. */
  readonly registry: Registry;
  /** False when a module of operators has faults: what nodes name may be in it. */
  readonly complete: boolean;
}

/**
 * Bind a document's parameters, read what it leads to, and expand sub-graphs, chains and repetitions.
 * Collects faults, never throws one.
 */
export async function expand(written: Opened, given: Bindings, known: Registry, faults: Fault[]): Promise<RawGraph> {
  const { document, source } = written;
  const library = readLibrary(written, faults);
  checkUnused(library, faults);
  if (Object.keys(document.in ?? {}).length > 0) faults.push(subGraphFault(written));
  const before = faults.length;
  const registry = await loadPlugIns(usesOf(library), known, faults);
  const complete = faults.length === before;
  const bindings = bindParameters({ params: document.params ?? {}, source, trail: [] }, fromOutside(given), faults);
  const root = expandNodes({
    ...written,
    form: 'graph',
    graph: document,
    trail: [],
    expansion: { library, registry, faults },
    bindings,
    prefix: '',
    nesting: [{ id: `${source.file} `, name: source.file }],
    parts: new Map(),
    // nobody feeds the inputs of the document itself, which is a fault of its own
    outer: () => ({ several: false, ends: [FAULTY] }),
  });
  const exported: Endpoint[] = [];
  return { ...written, nodes: collect(root, exported), out: outputsOf(root), exported, registry, complete };
}

/** A document with inputs is a part of others. */
const subGraphFault = ({ source, document }: Opened): Fault => ({
  ...at({ source }, ['in']),
  code: 'E_SUBGRAPH',
  expected: 'a document that needs no inputs',
  got: `inputs ${Object.keys(document.in ?? {}).join(', ')}: this is a part for other documents`,
  try: `check or run a document with a node that says graph: ${basename(source.file)}`,
});

/** Every operator of a scope and of its sub-graphs. */
const collect = (scope: Scope, exported: Endpoint[]): RawNode[] =>
  [...scope.parts.values()].flatMap(({ copies }) => (copies ?? []).flatMap((copy) => collectCopy(copy, exported)));

function collectCopy(copy: Copy, exported: Endpoint[]): RawNode[] {
  if (copy.form === 'operator') return [rawNode(copy)];
  if (copy.form === 'chain') return copy.steps.flatMap((step) => collectCopy(step, exported));
  // also what no node of the graph reads must lead somewhere
  for (const input of Object.keys(copy.graph.in ?? {})) copy.outer(input, []);
  exported.push(...Object.values(outputsOf(copy)));
  return collect(copy, exported);
}

/** Where the outputs of a graph come from; each is resolved, read or not. */
const outputsOf = (scope: Scope): Record<string, Endpoint> =>
  Object.fromEntries(
    Object.entries(scope.graph.out ?? {}).flatMap(([name, text]) => {
      const turn = { node: '', bindings: scope.bindings };
      return byMember(name, resolveReference(scope, text, turn, [...scope.trail, 'out', name]));
    }),
  );

/** One entry for one end; `name.0`, `name.1` … for several. */
const byMember = (name: string, fed: Ends | undefined, several = fed?.several === true): [string, Endpoint][] =>
  (fed?.ends ?? []).map((end, index) => [several ? `${name}.${index}` : name, end]);

function rawNode(copy: OperatorCopy): RawNode {
  const { scope, step, trail, name, op, turn, link } = copy;
  const operator = scope.expansion.registry[op];
  const names = [...Object.keys(step.in ?? {}), ...(link === undefined ? [] : [link.input])];
  const inputs = names.flatMap((input) => {
    const fed = endsOf(copy, input);
    return byMember(input, fed, fed?.several === true || operator?.in[input]?.list === true);
  });
  const settings = (written: unknown, ...rest: string[]): Record<string, unknown> =>
    substituteAt(written ?? {}, turn, scope, [...trail, ...rest, 'with']) as Record<string, unknown>;
  const raw: RawNode = {
    name,
    op,
    with: settings(step.with),
    inputs: Object.fromEntries(inputs),
    at: (rest) => at(scope, [...trail, ...rest]),
  };
  if (step.body === undefined) return raw;
  const bodyWith = Object.entries(step.body.nodes).map(([key, inner]) => [
    key,
    settings(inner.with, 'body', 'nodes', key),
  ]);
  return { ...raw, body: { document: step.body, with: Object.fromEntries(bodyWith) as Record<string, unknown> } };
}
