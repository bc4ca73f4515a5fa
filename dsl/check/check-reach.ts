import type { Draft } from './draft.js';
import { formatPlace, type Fault } from '../fault/fault.js';
import type { RawGraph } from '../expand/expand.js';
import type { Source } from '../document/source.js';

/** Faults that hide no node and no edge. */
const LEAVES_GRAPH_WHOLE = /^E_(EDGE|SETTING|SIZE|STALL|WINDOW|PARAM_UNUSED|INPUT_UNUSED|GRAPH_UNUSED)/;

/**
 * Find nodes that work for nobody, and documents that do nothing.
 *
 * A node is read when its results reach a sink or an output of the document. Copies of a repeated node that are not read are left
 * out in silence (the last level's context, say), and so is what a graph offers that its user does not read. Any other node that is
 * not read is a fault.
 *
 * @returns the nodes that are read, in their order
 */
export function checkReach(nodes: readonly Draft[], { out, exported, source }: RawGraph, faults: Fault[]): Draft[] {
  const isSink = ({ operator }: Draft): boolean => Object.keys(operator.out).length === 0;
  const ends = [...nodes.filter(isSink).map(({ name }) => name), ...Object.values(out).map(({ node }) => node)];
  // what could not be read may have been the sink, or the reader
  if (!faults.every(({ code }) => LEAVES_GRAPH_WHOLE.test(code))) return [...nodes];
  if (ends.length === 0) {
    faults.push(nothingToDo(source));
    return [...nodes];
  }
  const read = reachedFrom(ends, nodes);
  const written = (node: Draft): string => formatPlace(node.at([]).place);
  const offered = reachedFrom([...read, ...exported.map(({ node }) => node)], nodes);
  const useful = new Set(nodes.filter(({ name }) => offered.has(name)).map(written));
  for (const node of nodes.filter((candidate) => !useful.has(written(candidate)))) {
    const outputs = Object.keys(node.operator.out).map((port) => `${node.name}.${port}`);
    faults.push({
      ...node.at([]),
      code: 'E_UNREACHABLE',
      expected: `something that is written or given out to depend on ${outputs.join(' or ')}`,
      got: 'nothing does: the node would work in vain',
      try: `read ${outputs[0] ?? 'it'} in another node, name it under out, or take this node out`,
    });
  }
  return nodes.filter(({ name }) => read.has(name));
}

/** The nodes that the ends depend on, and the ends. */
function reachedFrom(ends: readonly string[], nodes: readonly Draft[]): Set<string> {
  const read = new Set(ends);
  // readers come after what they read
  for (const node of [...nodes].reverse()) {
    if (read.has(node.name)) for (const { node: origin } of Object.values(node.inputs)) read.add(origin);
  }
  return read;
}

const nothingToDo = (source: Source): Fault => ({
  place: source.place(['nodes']),
  path: 'nodes',
  code: 'E_NO_SINK',
  expected: 'a node that writes something (a sink, such as video.write), or an output of the document under out',
  got: 'neither: a run would do nothing',
  try: 'add a sink, or out: { NAME: node.port }',
});
