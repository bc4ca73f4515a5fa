import { dirname, resolve } from 'node:path';
import type { Cascade } from './cascade.js';
import { documentCodec, type BodyDocument, type NodeDocument, type PipelineDocument } from './document.js';
import { formatPlace, HpdmError, type Fault } from './error.js';
import { BODY_INPUT, type Endpoint } from './graph.js';
import { suggestion } from './nearest.js';
import { readSource, type Source, type Trail } from './read.js';
import { decode, formatTrail } from './report.js';
import { bindParameters, substitute, type Bindings } from './settings.js';

/** A node after expansion, before its operator is looked up. */
export interface RawNode {
  readonly name: string;
  readonly op: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, Endpoint>>;
  readonly body?: { readonly document: BodyDocument; readonly with: Readonly<Record<string, unknown>> };
  /** Where something in the node was written, given its trail from the node. */
  readonly at: (trail: Trail) => Written;
}

/** Where something was written: what a fault says of its place. */
export type Written = Required<Pick<Fault, 'place' | 'path'>> & Pick<Fault, 'usedBy'>;

/** A graph with all names resolved and no repetition left. */
export interface RawGraph {
  readonly document: PipelineDocument;
  readonly source: Source;
  readonly nodes: readonly RawNode[];
  /** The document's own outputs. */
  readonly out: Readonly<Record<string, Endpoint>>;
}

/** One copy of a graph: the document, its bound parameters, and where its inputs come from. */
interface Scope {
  readonly document: PipelineDocument;
  readonly source: Source;
  readonly bindings: Bindings;
  readonly prefix: string;
  /** The node that this copy expands, and where it was written; nothing for the document itself. */
  readonly usedBy?: string;
  /** Copies of every sub-graph node, in order; one copy where it is not repeated. */
  readonly children: Map<string, readonly Scope[]>;
  /** Where `in.name` leads in the graph around this copy; nothing where it was left unconnected. */
  readonly outer: (name: string) => Endpoint | undefined;
}

/** Read a document, bind its parameters, and expand sub-graphs and repetitions. Collects faults, never throws one. */
export function expand(file: string, given: Bindings, faults: Fault[]): RawGraph {
  const source = readSource(file);
  const document = decode(documentCodec, source);
  const bindings = bindParameters(document.params ?? {}, given, source, faults);
  const root = openScope({ document, source, bindings, prefix: '', outer: () => undefined }, faults);
  return { document, source, nodes: collect(root, faults), out: outputsOf(root, faults) };
}

/** Where the names under `out:` lead. */
function outputsOf(scope: Scope, faults: Fault[]): Record<string, Endpoint> {
  const outputs = Object.entries(scope.document.out ?? {}).flatMap(([name, reference]) => {
    const endpoint = resolveReference(scope, reference, undefined, ['out', name], faults);
    return endpoint === undefined ? [] : [[name, endpoint] as const];
  });
  return Object.fromEntries(outputs);
}

function openScope(opened: Omit<Scope, 'children'>, faults: Fault[]): Scope {
  const scope: Scope = { ...opened, children: new Map() };
  for (const [name, node] of Object.entries(scope.document.nodes)) {
    if (node.graph !== undefined) scope.children.set(name, openCopies(scope, name, node, node.graph, faults));
  }
  return scope;
}

/** The copies of a sub-graph node: one per level with `for: levels of ${cascade}`, else one. */
function openCopies(scope: Scope, name: string, node: NodeDocument, graph: string, faults: Fault[]): Scope[] {
  const opened = openDocument(scope, name, graph, faults);
  if (opened === undefined) return [];
  const { source, document } = opened;
  const copies: Scope[] = [];
  const count = node.for === undefined ? 1 : countCopies(scope, name, node.for, faults);
  for (let index = 0; index < count; index++) {
    const local = { ...scope.bindings, index };
    const given = substituteAt(node.with ?? {}, local, scope, ['nodes', name, 'with'], faults);
    const outer = (input: string): Endpoint | undefined => {
      const reference = node.in?.[input];
      if (reference === undefined) return undefined;
      return resolveReference(scope, reference, { name, index }, ['nodes', name, 'in', input], faults);
    };
    const prefix = `${scope.prefix}${name}.${node.for === undefined ? '' : `${index}.`}`;
    const bindings = bindParameters(document.params ?? {}, given, source, faults);
    const usedBy = describeUse(scope, name);
    copies.push(openScope({ document, source, bindings, prefix, outer, usedBy }, faults));
  }
  return copies;
}

/** The document of a sub-graph, or nothing where it has faults of its own. */
function openDocument(
  scope: Scope,
  name: string,
  graph: string,
  faults: Fault[],
): { source: Source; document: PipelineDocument } | undefined {
  try {
    const source = readSource(resolve(dirname(scope.source.file), graph));
    return { source, document: decode(documentCodec, source) };
  } catch (error) {
    if (!(error instanceof HpdmError)) throw error;
    faults.push(...error.faults.map((fault) => ({ ...fault, usedBy: describeUse(scope, name) })));
    return undefined;
  }
}

/** `nodes.level, pipelines/sample.yaml:18:3`, and so on outwards. */
function describeUse(scope: Scope, name: string): string {
  const trail = ['nodes', name];
  const use = `${formatTrail(trail)}, ${formatPlace(scope.source.place(trail))}`;
  return scope.usedBy === undefined ? use : `${use}; that by ${scope.usedBy}`;
}

function countCopies(scope: Scope, name: string, text: string, faults: Fault[]): number {
  const parameter = /^levels of \$\{([\w-]+)\}$/.exec(text)?.[1];
  const value = parameter === undefined ? undefined : (scope.bindings[parameter] as Cascade | undefined);
  if (value?.levels !== undefined) return value.levels.length;
  const declared = scope.document.params?.[parameter ?? ''];
  // a cascade that could not be read has faults of its own
  if (declared?.type === 'cascade') return 0;
  faults.push({
    ...at(scope, ['nodes', name, 'for']),
    code: 'E_FOR',
    expected: '"levels of ${NAME}", NAME a parameter of type cascade',
    got: `"${text}"`,
  });
  return 0;
}

/** Every operator node of a scope and of its sub-graphs. */
function collect(scope: Scope, faults: Fault[]): RawNode[] {
  return Object.entries(scope.document.nodes).flatMap(([name, node]): RawNode[] => {
    const children = scope.children.get(name);
    if (children !== undefined) return children.flatMap((child) => collect(child, faults));
    const trail = ['nodes', name];
    if (node.op === undefined) {
      faults.push({ ...at(scope, trail), code: 'E_NODE', expected: '"op" or "graph"', got: 'neither' });
      return [];
    }
    const inputs = Object.entries(node.in ?? {}).flatMap(([port, reference]) =>
      spread(scope, port, reference).flatMap(([member, one]) => {
        const endpoint = resolveReference(scope, one, undefined, [...trail, 'in', port], faults);
        return endpoint === undefined ? [] : [[member, endpoint] as const];
      }),
    );
    const raw: RawNode = {
      name: scope.prefix + name,
      op: node.op,
      with: substituteAt(node.with ?? {}, scope.bindings, scope, [...trail, 'with'], faults),
      inputs: Object.fromEntries(inputs),
      at: (rest) => at(scope, [...trail, ...rest]),
    };
    if (node.body === undefined) return [raw];
    const bodyWith = Object.fromEntries(
      Object.entries(node.body.nodes).map(([key, inner]) => [
        key,
        substituteAt(inner.with ?? {}, scope.bindings, scope, [...trail, 'body', 'nodes', key, 'with'], faults),
      ]),
    );
    return [{ ...raw, body: { document: node.body, with: bodyWith } }];
  });
}

/** `node[*].port` stands for every copy: `port.0` from `node[0].port` and so on. */
function spread(scope: Scope, port: string, reference: string): (readonly [string, string])[] {
  const [, name = ''] = /^([A-Za-z][\w-]*)\[\*\]/.exec(reference) ?? [];
  const copies = scope.children.get(name);
  if (copies === undefined) return [[port, reference]];
  return copies.map((_, index) => [`${port}.${index}`, reference.replace('[*]', `[${index}]`)]);
}

/** Where a reference leads that has a fault of its own: its reader is not reported again. */
const FAULTY: Endpoint = { node: '', port: '' };

const REFERENCE = /^([A-Za-z][\w-]*)(?:\[(<|last|\d+)\])?\.([A-Za-z]\w*)$/;

/** The endpoint a reference leads to; nothing for an input left unconnected or `[<]` of the first copy. */
function resolveReference(
  scope: Scope,
  reference: string,
  copy: { readonly name: string; readonly index: number } | undefined,
  trail: Trail,
  faults: Fault[],
): Endpoint | undefined {
  const [, name = '', which, port = ''] = REFERENCE.exec(reference) ?? [];
  const fail = (expected: string, hint?: string): Endpoint => {
    const known = hint === undefined ? {} : { try: hint };
    faults.push({ ...at(scope, trail), code: 'E_REFERENCE', expected, got: `"${reference}"`, ...known });
    return FAULTY;
  };
  if (name === '') {
    fail('node.port, node[<].port or node[last].port');
    return;
  }
  if (name === BODY_INPUT) return scope.outer(port);
  const node = scope.document.nodes[name];
  if (node === undefined) {
    fail('the name of a node', suggestion(name, Object.keys(scope.document.nodes)));
    return;
  }
  const copies = scope.children.get(name);
  if (copies === undefined) return { node: scope.prefix + name, port };
  if (copies.length === 0) return FAULTY;
  if (which === '<' && copy?.index === 0) return undefined;
  const index = which === '<' ? (copy?.index ?? 0) - 1 : which === 'last' ? copies.length - 1 : Number(which ?? 0);
  const child = copies[index];
  if (child === undefined) {
    fail(`copy 0 to ${copies.length - 1}, [<] or [last] of "${name}"`);
    return;
  }
  const inner = child.document.out?.[port];
  if (inner === undefined) {
    fail(`an output of ${child.source.file}`, suggestion(port, Object.keys(child.document.out ?? {})));
    return;
  }
  return resolveReference(child, inner, undefined, ['out', port], faults);
}

function substituteAt(
  value: Readonly<Record<string, unknown>>,
  bindings: Bindings,
  scope: Scope,
  trail: Trail,
  faults: Fault[],
): Record<string, unknown> {
  return substitute(value, bindings, (name) => {
    faults.push({
      ...at(scope, trail),
      code: 'E_PARAM_UNKNOWN',
      expected: 'a parameter of this document',
      got: `\${${name}}`,
      try: suggestion(name, Object.keys(bindings)),
    });
  }) as Record<string, unknown>;
}

const at = ({ source, usedBy }: Scope, trail: Trail): Written => ({
  place: source.place(trail),
  path: formatTrail(trail),
  ...(usedBy === undefined ? {} : { usedBy }),
});
