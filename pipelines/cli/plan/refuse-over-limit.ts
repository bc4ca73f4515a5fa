import { HpdmError, type Graph } from '../../../dsl/index.js';
import { planOf } from './plan.js';
import { formatBytes } from './format-bytes.js';

/**
 * Refuse a graph that needs more memory than its document allows, before anything runs.
 *
 * fails E_MEMORY with both numbers and the node that needs most
 */
export function refuseOverLimit(graph: Graph): void {
  const { bytes, limitBytes, nodes } = planOf(graph);
  if (limitBytes === undefined || bytes <= limitBytes) return;
  const neediest = nodes.find((node) => node.bytes === bytes);
  const batch = neediest?.operator === 'train.step' ? 'a smaller batch' : 'fewer videos together';
  throw new HpdmError({
    code: 'E_MEMORY',
    place: { file: graph.file },
    path: 'limits.memory',
    expected: `at most ${formatBytes(limitBytes)} of tensors`,
    got: `${formatBytes(bytes)}, in ${neediest?.name ?? 'the run'}`,
    try: `${batch}, a smaller cascade, or a higher limit; hpdm plan shows what each node needs`,
  });
}
