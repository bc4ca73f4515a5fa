import { freemem } from 'node:os';
import { HpdmError, type Graph } from '../../dsl/index.js';
import { planOf } from './plan.js';
import { formatBytes } from './format-bytes.js';

/**
 * Refuse a graph that needs more memory than its document allows, before anything runs.
 *
 * fails E_MEMORY with both numbers and the node that needs most
 */
export function refuseOverLimit(graph: Graph): void {
  const { memoryBytes } = graph;
  if (memoryBytes === undefined) return;
  refuseOver(graph, memoryBytes, {
    path: 'limits.memory',
    try: `fewer videos together, a smaller cascade, or a higher limit; hpdm plan shows what each node needs`,
  });
}

/**
 * Refuse a graph that a node of another run is about to run, such as the one of a training's previews, when there is not enough free
 * memory for it: the run around it must not be killed.
 *
 * fails E_MEMORY like `refuseOverLimit`
 */
export function refuseOverFree(graph: Graph): void {
  refuseOverLimit(graph);
  refuseOver(graph, freemem(), { try: 'fewer videos together; hpdm plan shows what each node needs' });
}

function refuseOver(graph: Graph, most: number, facts: { readonly path?: string; readonly try: string }): void {
  const { bytes, nodes } = planOf(graph);
  if (bytes <= most) return;
  const neediest = nodes.find((node) => node.bytes === bytes);
  throw new HpdmError({
    code: 'E_MEMORY',
    place: { file: graph.file },
    expected: `at most ${formatBytes(most)} of tensors`,
    got: `${formatBytes(bytes)}, in ${neediest?.name ?? 'the run'}`,
    ...facts,
  });
}
