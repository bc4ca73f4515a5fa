import { HpdmError, type Graph } from '../../dsl/index.js';
import { planOf } from './plan.js';
import { formatBytes } from './format-bytes.js';

/**
 * Refuse a graph that needs more memory than its document allows, before anything runs.
 *
 * fails E_MEMORY with both numbers and the node that needs most
 */
export function refuseOverLimit(graph: Graph): void {
  const { memoryBytes: limitBytes } = graph;
  if (limitBytes === undefined) return;
  const { bytes, nodes } = planOf(graph);
  if (bytes <= limitBytes) return;
  const neediest = nodes.find((node) => node.bytes === bytes);
  throw new HpdmError({
    code: 'E_MEMORY',
    place: { file: graph.file },
    path: 'limits.memory',
    expected: `at most ${formatBytes(limitBytes)} of tensors`,
    got: `${formatBytes(bytes)}, in ${neediest?.name ?? 'the run'}`,
    try: `fewer videos together, a smaller cascade, or a higher limit; hpdm plan shows what each node needs`,
  });
}
