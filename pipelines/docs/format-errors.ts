import type { CodeFacts } from '../../dsl/index.js';
import { table } from './table.js';

const INTRODUCTION = `# Errors

What every fault code means. \`npm run docs\` writes this page from the table in \`dsl/fault/codes.ts\`; a test checks that it is up to date.
A message names the place, what was expected, what was found and what to try. \`--json\` gives the same fields to programs.

Exit code 2 means that the input is wrong; hpdm checks as much as it can before it makes the first tensor. Exit code 3 means that a run
failed, and 130 that it was cancelled. Codes of operators that are not part of hpdm begin with \`X_\`.`;

const GAPS =
  'After such a fault, nodes or edges may be missing from the graph, so `E_UNREACHABLE` and `E_NO_SINK` are checked only when it is corrected.';

/** The reference of fault codes as Markdown, a section for each heading of the table. */
export function formatErrors(codes: Readonly<Record<string, CodeFacts>>): string {
  const entries = Object.entries(codes);
  const titles = [...new Set(entries.map(([, { section }]) => section))];
  const sections = titles.map((title) => {
    const members = entries.filter(([, { section }]) => section === title);
    const exits = [...new Set(members.map(([, { exit }]) => exit))].join(' or ');
    const note = members.some(([, { leavesGaps }]) => leavesGaps) ? ` ${GAPS}` : '';
    const rows = members.map(([code, { meaning }]) => [`\`${code}\``, meaning]);
    return [`## ${title}`, `Exit code ${exits}.${note}`, table(['Code', 'Meaning'], rows)].join('\n\n');
  });
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}
