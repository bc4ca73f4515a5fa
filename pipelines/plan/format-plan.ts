import type { Plan, PlannedNode } from './plan.js';
import { formatBytes, formatCount } from './format-bytes.js';
import { counted, itemAt } from '../../dsl/index.js';

/** A plan as a table: one row per node that costs something, and the totals. */
export function formatPlan(plan: Plan): string {
  const rows = plan.nodes.map(rowOf);
  const used = HEAD.map((_, column) => column === 0 || rows.some((row) => row[column] !== ''));
  const table = [HEAD, ...rows].map((row) => row.filter((_, column) => used[column]));
  return [`${plan.title}  (${plan.file})`, '', ...aligned(table), '', ...totalLines(plan), ''].join('\n');
}

const HEAD = ['node', 'size', 'tiles', 'steps', 'sampler', 'evaluations', 'FLOPs', 'memory', 'within it'];

const rowOf = ({
  name,
  size,
  tiles,
  steps,
  sampler,
  evaluations,
  flops,
  bytes,
  choice,
  unknown,
}: PlannedNode): string[] => [
  name,
  size?.join('×') ?? '',
  tiles === undefined ? '' : `${tiles}`,
  steps === undefined ? '' : `${steps}`,
  sampler ?? '',
  evaluations === undefined ? '' : `${evaluations}`,
  unknown !== undefined ? '?' : flops === undefined ? '' : formatCount(flops),
  unknown !== undefined ? '?' : bytes === undefined ? '' : formatBytes(bytes),
  choice ?? '',
];

function totalLines({
  nodes,
  parameters,
  evaluations,
  flops,
  flopsPerStep,
  bytes,
  processBytes,
  silent,
  limitBytes,
}: Plan): string[] {
  const beside = processBytes === 0 ? '' : `; the process takes ${formatBytes(processBytes)} besides`;
  const limit = limitBytes === undefined ? '' : ` of ${formatBytes(limitBytes)} (limits.memory)`;
  const total = (value: number, format: (value: number) => string): string => {
    if (silent.length === 0) return format(value);
    return value === 0 ? 'unknown' : `at least ${format(value)}`;
  };
  return [
    `parameters     ${formatCount(parameters)}  (${parameters})`,
    ...(evaluations === 0 ? [] : [`evaluations    ${counted(evaluations, 'patch', 'patches')} through the network`]),
    `FLOPs          ${total(flops, formatCount)}`,
    ...(flopsPerStep === undefined ? [] : [`FLOPs a step   ${formatCount(flopsPerStep)}`]),
    `peak memory    ${total(bytes, formatBytes)}${limit}, tensors only${beside}`,
    ...nodes.flatMap(({ name, unknown }) => (unknown === undefined ? [] : [`not known      ${name}: ${unknown}`])),
  ];
}

/** Align names and words to the left and numbers to the right. */
function aligned(table: readonly (readonly string[])[]): string[] {
  const isWords = (column: number): boolean => itemAt(table, 0)[column] === 'within it';
  const widths = itemAt(table, 0).map((_, column) => Math.max(...table.map((row) => itemAt(row, column).length)));
  return table.map((row) =>
    row
      .map((cell, i) => (i === 0 || isWords(i) ? cell.padEnd(itemAt(widths, i)) : cell.padStart(itemAt(widths, i))))
      .join('  ')
      .trimEnd(),
  );
}
