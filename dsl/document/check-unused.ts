import type { GraphDocument, StepDocument } from './pipeline-document.js';
import { namesIn } from './names-in.js';
import type { Fault } from '../fault/fault.js';
import { BODY_INPUT } from '../graph/graph.js';
import type { Library, Opened } from './library.js';
import type { Trail } from './source.js';
import { formatTrail } from './decode.js';

/**
 * Find unused declarations: parameters, inputs of graphs, graphs. Declarations that a document takes over from another one
 * (`extends`) may be unused.
 *
 * @param faults collects E_PARAM_UNUSED, E_INPUT_UNUSED, E_GRAPH_UNUSED
 */
export function checkUnused(library: Library, faults: Fault[]): void {
  for (const opened of library.values()) {
    if (opened === undefined) continue;
    const { graphs = {} } = opened.document;
    const inner = Object.entries(graphs).map(([name, graph]): [Trail, GraphDocument] => [['graphs', name], graph]);
    const all: [Trail, GraphDocument][] = [[[], opened.document], ...inner];
    for (const [trail, graph] of all) checkGraph(opened, trail, graph, faults);
    const named = new Set(all.flatMap(([, graph]) => stepsOf(graph).map((step) => step.graph)));
    for (const name of Object.keys(graphs).filter((name) => !named.has(name))) {
      report(opened, ['graphs', name], 'E_GRAPH_UNUSED', `a node with graph: ${name}`, faults);
    }
  }
}

function checkGraph(opened: Opened, trail: Trail, graph: GraphDocument, faults: Fault[]): void {
  const declared = Object.keys(graph.params ?? {});
  const defaults = Object.values(graph.params ?? {}).map((parameter) => parameter.default);
  const used = [...namesIn(graph.nodes), ...namesIn(defaults)];
  // an undeclared name is a fault already, and may be a misspelling of one of these
  const misspelt = used.some((name) => ![...declared, 'index', 'item'].includes(name));
  const unused = misspelt ? [] : declared.filter((name) => !used.includes(name));
  for (const name of unused) {
    report(opened, [...trail, 'params', name], 'E_PARAM_UNUSED', `a setting with \${${name}}`, faults);
  }
  const feeds = [...stepsOf(graph).map((step) => step.in ?? {}), graph.out ?? {}];
  const references = feeds.flatMap((feed): (string | readonly string[])[] => Object.values(feed)).flat();
  const read = references
    .flatMap((text) => text.split(/\s+else\s+/))
    .flatMap((text) => (text.startsWith(`${BODY_INPUT}.`) ? [text.slice(BODY_INPUT.length + 1)] : []));
  const inputs = Object.keys(graph.in ?? {});
  if (read.some((name) => !inputs.includes(name))) return;
  for (const name of inputs.filter((name) => !read.includes(name))) {
    report(opened, [...trail, 'in', name], 'E_INPUT_UNUSED', `a node that reads ${BODY_INPUT}.${name}`, faults);
  }
}

/** The nodes of a graph and the steps of its chains. */
const stepsOf = ({ nodes }: GraphDocument): StepDocument[] =>
  Object.values(nodes).flatMap((node) => [node, ...(node.chain ?? [])]);

function report({ source }: Opened, trail: Trail, code: Fault['code'], expected: string, faults: Fault[]): void {
  const place = source.place(trail);
  if (place.file !== source.file) return;
  faults.push({ code, place, path: formatTrail(trail), expected, got: 'none', try: 'use it, or remove it' });
}
