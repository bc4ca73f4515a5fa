import { itemAt, show } from '../../../dsl/index.js';
import { boundsOf, leftOut, type OperatorPage, type ParameterEntry, type PortEntry } from './operator-page.js';

/** All operators by family, one per line. */
export function formatList(families: readonly (readonly [string, readonly OperatorPage[]])[]): string {
  const width = Math.max(...families.flatMap(([, pages]) => pages.map(({ id }) => id.length)));
  const blocks = families.map(([family, pages]) =>
    [family, ...pages.map(({ id, summary }) => `  ${id.padEnd(width)}  ${summary}`)].join('\n'),
  );
  return `${blocks.join('\n\n')}\n\nhpdm ops ID shows one with its ports and parameters.\n`;
}

/** One operator: ports with their types, parameters with their types, bounds and defaults. */
export function formatPage({ id, summary, form, body, ...page }: OperatorPage): string {
  const ports = (title: string, entries: readonly PortEntry[]): string[] =>
    entries.length === 0 ? [] : [title, ...columns(entries.map((port) => [port.name, port.type, noteOf(port)])), ''];
  const lines = [
    `${id}   ${form}`,
    summary,
    '',
    ...ports('in', page.in),
    ...ports('out', page.out),
    ...(body === undefined ? [] : [...ports('body: in', body.in), ...ports('body: out', body.out)]),
    ...(page.with.length === 0 ? [] : ['with', ...columns(page.with.map(parameterRow)), '']),
  ];
  return lines.join('\n');
}

/** A remark on an input: `optional`, `takes several`, or nothing. */
export const noteOf = ({ optional, list }: PortEntry): string =>
  optional === true ? 'optional' : list === true ? 'takes several' : '';

const parameterRow = (entry: ParameterEntry): string[] => [
  entry.name,
  [entry.type, boundsOf(entry)].filter((part) => part !== '').join(' '),
  leftOut(entry) ?? `= ${show(entry.default)}`,
  entry.description,
];

/** Rows with their cells aligned in columns. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const [first = []] = rows;
  const widths = first.map((_, column) => Math.max(...rows.map((row) => itemAt(row, column).length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(itemAt(widths, column))).join('  ')}`.trimEnd());
}
