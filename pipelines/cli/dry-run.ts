import { counted, show, type Graph, type GraphNode } from '../../dsl/index.js';
import { formatPlan } from '../plan/format-plan.js';
import { planOf } from '../plan/plan.js';
import type { InnerGraph } from '../api/inner-graphs.js';

/**
 * Describe a run without starting it: every node, including those in bodies, with its resolved settings, and the plan; then the same of the
 * documents that it runs.
 */
export function formatDryRun(graph: Graph, seed: number, inner: readonly InnerGraph[] = []): string {
  const start = `seed ${seed}, ${counted(graph.inFlight, 'item')} in flight`;
  const parts = inner.flatMap(({ name, graph: part }) => ['', `${name} runs ${part.file}`, '', ...linesOf(part)]);
  return [start, '', ...linesOf(graph, inner.length > 0), ...parts].join('\n');
}

/** The nodes of a graph, and its plan; none of a graph that only runs others, as those have plans of their own. */
function linesOf(graph: Graph, runsOthers = false): string[] {
  const nodes = graph.nodes.flatMap((node) => [...settingsOf(node, ''), '']);
  const plan = planOf(graph);
  return runsOthers && plan.nodes.length === 0 ? nodes.slice(0, -1) : [...nodes, formatPlan(plan)];
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
