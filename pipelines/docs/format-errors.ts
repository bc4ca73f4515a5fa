import type { CodeFacts } from '../../dsl/index.js';
import { table } from './table.js';

const INTRODUCTION = `# Errors

What every fault code means. \`npm run docs\` makes this page from the table in \`dsl/fault/codes.ts\`, and a test fails when it is stale.
A message names the place, what was expected, what was found and what to try; \`--json\` gives the same fields to programs.

hpdm exits with 2 when what was asked is wrong, which it finds before the first tensor is made wherever it can; with 3 when a run
failed, and with 130 when it was cancelled. Codes of operators that are not part of hpdm begin with \`X_\`.`;

const GAPS =
  'Nodes or edges may be missing after such a fault, so `E_UNREACHABLE` and `E_NO_SINK` are not looked for until it is mended.';

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
