import { counted, show, type Graph, type GraphNode } from '../../dsl/index.js';
import { formatPlan } from '../plan/format-plan.js';
import { planOf } from '../plan/plan.js';

/**
 * Describe a run without starting it: every node, including those in bodies, with its resolved settings, and the plan.
 */
export function formatDryRun(graph: Graph, seed: number): string {
  const nodes = graph.nodes.flatMap((node) => [...settingsOf(node, ''), '']);
  return [`seed ${seed}, ${counted(graph.inFlight, 'item')} in flight`, '', ...nodes, formatPlan(planOf(graph))].join(
    '\n',
  );
}

function settingsOf({ name, operator, settings, inputs, body }: GraphNode, indent: string): string[] {
  const reads = Object.entries(inputs).map(([port, end]) => `${port} ← ${end.node}.${end.port}`);
  return [
    `${indent}${name}   ${operator.id}${reads.length === 0 ? '' : `   ${reads.join(', ')}`}`,
    ...Object.entries(settings).map(([key, value]) => {
      const input = operator.with[key]?.saidBy;
      return `${indent}  ${key}: ${input !== undefined && input in inputs ? `that of ${input}` : showSetting(value)}`;
    }),
    ...(body?.nodes ?? []).flatMap((inner) => settingsOf({ ...inner, name: `${name}/${inner.name}` }, `${indent}  `)),
  ];
}

/** A cascade in one line; its file has the details. */
function showSetting(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('levels' in value) || !('network' in value)) return show(value);
  const { levels } = value as { readonly levels: readonly { readonly size: readonly number[] }[] };
  return `cascade of ${counted(levels.length, 'level')}, ${levels.map(({ size }) => size.join('×')).join(' → ')}`;
}
