import type { Draft } from './draft.js';
import { fittingSinks } from '../contract/fitting-sinks.js';
import { idsWhere, isSink } from '../contract/registry.js';
import { factsOf } from '../fault/codes.js';
import { formatPlace, type Fault } from '../fault/fault.js';
import type { RawGraph } from '../expand/expand.js';
import { itemAt } from '../fault/item-at.js';

/**
 * Find nodes whose results are not used, and documents that do nothing.
 *
 * A node is used if its results reach a sink or an output of the document. Three kinds of unused nodes are removed without a fault: copies
 * of a repeated node (for example the last level's context), nodes for outputs of a sub-graph that its user does not read, and what stands
 * after `else` where nothing is missing. Any other unused node is a fault.
 *
 * @returns the nodes that are used, in their order
 */
export function checkReach(nodes: readonly Draft[], raw: RawGraph, faults: Fault[]): Draft[] {
  const { out, optional } = raw;
  const ends = [
    ...nodes.filter(({ operator }) => isSink(operator)).map(({ name }) => name),
    ...Object.values(out).map(({ node }) => node),
  ];
  // a node with a fault may be the sink or the reader
  if (faults.some(({ code }) => factsOf(code).leavesGaps)) return [...nodes];
  if (ends.length === 0) {
    faults.push(nothingToDo(nodes, raw));
    return [...nodes];
  }
  const read = reachedFrom(ends, nodes);
  const written = (node: Draft): string => formatPlace(node.at([]).place);
  const offered = reachedFrom([...read, ...optional.map(({ node }) => node)], nodes);
  const useful = new Set(nodes.filter(({ name }) => offered.has(name)).map(written));
  for (const node of nodes.filter((candidate) => !useful.has(written(candidate)))) {
    const outputs = Object.keys(node.operator.out).map((port) => `${node.name}.${port}`);
    faults.push({
      ...node.at([]),
      code: 'E_UNREACHABLE',
      expected: `a node that writes something, or an output of the document, to depend on ${outputs.join(' or ')}`,
      got: 'none: the result of this node would not be used',
      try: `read ${itemAt(outputs, 0)} in another node, name it under out, or remove this node`,
    });
  }
  return nodes.filter(({ name }) => read.has(name));
}

/** The ends and all nodes that they depend on. */
function reachedFrom(ends: readonly string[], nodes: readonly Draft[]): Set<string> {
  const read = new Set(ends);
  // readers come after what they read
  for (const node of [...nodes].reverse()) {
    if (read.has(node.name)) for (const { node: origin } of Object.values(node.inputs)) read.add(origin);
  }
  return read;
}

function nothingToDo(nodes: readonly Draft[], { source, registry }: RawGraph): Fault {
  const read = new Set(nodes.flatMap(({ inputs }) => Object.values(inputs).map(({ node, port }) => `${node}.${port}`)));
  const made = nodes.flatMap(({ name, operator }) =>
    Object.entries(operator.out).map(([port, { kind }]) => ({ kind: kind.name, isRead: read.has(`${name}.${port}`) })),
  );
  const kindsOf = (values: typeof made): Set<string> => new Set(values.map(({ kind }) => kind));
  const fitting = fittingSinks({ all: kindsOf(made), unread: kindsOf(made.filter(({ isRead }) => !isRead)) }, registry);
  const sinks = fitting.length === 0 ? idsWhere(registry, isSink) : `: ${fitting.join(', ')}`;
  return {
    place: source.place(['nodes']),
    path: 'nodes',
    code: 'E_NO_SINK',
    expected: `an output of the document under out, or a node that writes something${sinks}`,
    got: 'neither: the run would do nothing',
    try: 'add a sink, or out: { NAME: node.port }',
  };
}
