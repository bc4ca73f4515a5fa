import { itemAt } from '../../dsl/index.js';
/** A Markdown table, its columns aligned as the formatter aligns them; nothing where there are no rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const lines = [head, ...rows].map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(3, ...lines.map((cells) => itemAt(cells, column).length)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => itemAt(cells, column).padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return lines.flatMap((cells, index) => (index === 0 ? [line(cells), rule] : [line(cells)])).join('\n');
}
