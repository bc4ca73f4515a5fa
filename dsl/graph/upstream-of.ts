import type { UpstreamNode } from '../contract/context.js';
import type { Share } from '../contract/share.js';
import type { GraphNode } from './graph.js';

/**
 * The nodes that a node reads, directly or through others, in the order of the graph. Of a source that is divided, the settings are those of
 * the document.
 */
export function upstreamOf(
  nodes: readonly GraphNode[],
  name: string,
  { of }: Pick<Share, 'of'> = { of: 1 },
): UpstreamNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const found = new Set<GraphNode>();
  const visit = (reader: GraphNode | undefined): void => {
    for (const { node } of Object.values(reader?.inputs ?? {})) {
      const read = byName.get(node);
      if (read === undefined || found.has(read)) continue;
      found.add(read);
      visit(read);
    }
  };
  visit(byName.get(name));
  return nodes
    .filter((node) => found.has(node))
    .map((node) => ({
      name: node.name,
      op: node.operator.id,
      parameters: node.operator.with,
      settings: whole(node, of),
    }));
}

/** The settings of a node, as they are where nothing is divided. */
function whole({ operator, settings }: GraphNode, of: number): GraphNode['settings'] {
  if (operator.form !== 'source' || operator.divides === undefined) return settings;
  return { ...settings, [operator.divides]: Number(settings[operator.divides]) * of };
}
