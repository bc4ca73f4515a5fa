import { basename } from 'node:path';
import { ownEntry } from '../fault/own-entry.js';
import { checkUnused } from '../document/check-unused.js';
import type { BodyDocument, StepDocument } from '../document/pipeline-document.js';
import { distinct, HpdmError, type Fault } from '../fault/fault.js';
import type { Endpoint } from '../graph/graph.js';
import { readLibrary, usesOf, type Opened } from '../document/library.js';
import { expandNodes } from './expand-nodes.js';
import { loadPlugIns } from './load-plug-ins.js';
import type { Presets } from '../document/read-source.js';
import type { Trail } from '../document/source.js';
import type { Registry } from '../contract/registry.js';
import { endsOf, FAULTY, resolveReference } from './resolve-reference.js';
import { settingsAt } from './substitute-at.js';
import type { Copy, Ends, OperatorCopy, Scope } from './scope.js';
import { bindParameters, fromOutside } from './bind-parameters.js';
import type { Bindings } from './substitute.js';
import { at, type Written } from '../document/written.js';

/** A node after expansion, before its operator is looked up. */
export interface RawNode {
  readonly name: string;
  readonly op: string;
  readonly with: Readonly<Record<string, unknown>>;
  /** The source of each input; the members of a list input are `port.0`, `port.1` … */
  readonly inputs: Readonly<Record<string, Endpoint>>;
  /** The copy of a node with `spread` that it belongs to, the outermost one. */
  readonly job?: string;
  /** The node whose own `for` makes it: copies of one node have the same. Nodes of a graph that is repeated are no copies by this. */
  readonly copyOf?: string;
  readonly body?: { readonly document: BodyDocument; readonly with: Readonly<Record<string, unknown>> };
  /** The place of a value in the node, given its trail from the node. */
  readonly at: (trail: Trail) => Written;
}

/** What documents can name, besides what they bring themselves. */
export interface Known {
  readonly registry: Registry;
  /** Cascades by name. */
  readonly presets: Presets;
}

/** A graph in which all names are resolved and all repetitions expanded. */
export interface RawGraph extends Opened {
  /** The values of the document's parameters. */
  readonly parameters: Bindings;
  readonly nodes: readonly RawNode[];
  /** The sources of the document's outputs; those of `level[*].video` are `name.0`, `name.1` … */
  readonly out: Readonly<Record<string, Endpoint>>;
  /** What may be left unread: the sources of the outputs of all sub-graphs, and of what stands after `else`. */
  readonly optional: readonly Endpoint[];
  /** The operators that the document can use, including those of its modules. */
  readonly registry: Registry;
  readonly presets: Presets;
  /** False if a module of operators has faults; an unknown operator may then be one of that module. */
  readonly complete: boolean;
}

/**
 * Bind a document's parameters, read the documents it refers to, and expand sub-graphs, chains and repetitions.
 * Collects faults; throws only E_TOO_MANY_NODES, with those found before it.
 */
export async function expand(
  written: Opened,
  given: Bindings,
  { registry: known, presets }: Known,
  faults: Fault[],
): Promise<RawGraph> {
  const { document, source } = written;
  const library = readLibrary(written, faults);
  checkUnused(library, faults);
  if (Object.keys(document.in ?? {}).length > 0) faults.push(subGraphFault(written));
  const before = faults.length;
  const registry = await loadPlugIns(usesOf(library), known, faults);
  const complete = faults.length === before;
  const bindings = bindParameters(
    { params: document.params ?? {}, source, trail: [] },
    fromOutside(given),
    presets,
    faults,
  );
  const spare: Endpoint[] = [];
  const root = expandNodes({
    ...written,
    form: 'graph',
    graph: document,
    trail: [],
    expansion: { library, registry, presets, faults, opened: { count: 0 }, spare },
    bindings,
    prefix: '',
    nesting: [{ id: `${source.file} `, name: source.file }],
    parts: new Map(),
    // the inputs of the document itself have no source, which is a fault already
    outer: () => ({ several: false, ends: [FAULTY] }),
  });
  // finding what else is wrong with so many nodes would take minutes
  if (faults.some(({ code }) => code === 'E_TOO_MANY_NODES')) throw new HpdmError(distinct(faults));
  const exported: Endpoint[] = [];
  const parts = { nodes: collect(root, exported), out: outputsOf(root) };
  return { ...written, ...parts, optional: [...exported, ...spare], parameters: bindings, registry, presets, complete };
}

/** Refuse to run a document with inputs, which is a part of other documents. */
const subGraphFault = ({ source, document }: Opened): Fault => ({
  ...at({ source }, ['in']),
  code: 'E_SUBGRAPH',
  expected: 'a document that needs no inputs',
  got: `inputs ${Object.keys(document.in ?? {}).join(', ')}: this is a part for other documents`,
  try: `check or run a document with a node that says graph: ${basename(source.file)}`,
});

/** All operators of a scope and its sub-graphs. */
const collect = (scope: Scope, exported: Endpoint[], job?: string): RawNode[] =>
  [...scope.parts].flatMap(([name, { copies, spread, first }]) =>
    (copies ?? []).flatMap((copy, index) =>
      collectCopy(copy, exported, job ?? (spread ? `${scope.prefix}${name}.${first + index}` : undefined)),
    ),
  );

function collectCopy(copy: Copy, exported: Endpoint[], job: string | undefined): RawNode[] {
  if (copy.form === 'operator') return [{ ...rawNode(copy), ...(job !== undefined && { job }) }];
  if (copy.form === 'chain') return copy.steps.flatMap((step) => collectCopy(step, exported, job));
  // the references of unused nodes are checked too
  for (const input of Object.keys(copy.graph.in ?? {})) copy.outer(input, []);
  exported.push(...Object.values(outputsOf(copy)));
  return collect(copy, exported, job);
}

/** The sources of a graph's outputs; all are resolved, even those that are not read. */
const outputsOf = (scope: Scope): Record<string, Endpoint> =>
  Object.fromEntries(
    Object.entries(scope.graph.out ?? {}).flatMap(([name, text]) => {
      const turn = { node: '', bindings: scope.bindings };
      return byMember(name, resolveReference(scope, text, turn, [...scope.trail, 'out', name]));
    }),
  );

/** One entry for a single source; `name.0`, `name.1` … for several. */
const byMember = (name: string, fed: Ends | undefined, several = fed?.several === true): [string, Endpoint][] =>
  (fed?.ends ?? []).map((end, index) => [several ? `${name}.${index}` : name, end]);

function rawNode(copy: OperatorCopy): RawNode {
  const { scope, step, trail, name, op, turn, link } = copy;
  const operator = ownEntry(scope.expansion.registry, op);
  const names = [...Object.keys(step.in ?? {}), ...(link === undefined ? [] : [link.input])];
  const inputs = names.flatMap((input) => {
    const fed = endsOf(copy, input);
    return byMember(input, fed, fed?.several === true || operator?.in[input]?.list === true);
  });
  const settings = (written: StepDocument['with'], ...rest: string[]): Record<string, unknown> =>
    settingsAt(written, turn, scope, [...trail, ...rest, 'with']);
  const raw: RawNode = {
    name,
    op,
    with: settings(step.with),
    inputs: Object.fromEntries(inputs),
    at: (rest) => at(scope, [...trail, ...rest]),
    ...(turn.index !== undefined && { copyOf: `${scope.prefix}${turn.node}` }),
  };
  if (step.body === undefined) return raw;
  const bodyWith = Object.entries(step.body.nodes).map(([key, inner]) => [
    key,
    settings(inner.with, 'body', 'nodes', key),
  ]);
  return { ...raw, body: { document: step.body, with: Object.fromEntries(bodyWith) as Record<string, unknown> } };
}
