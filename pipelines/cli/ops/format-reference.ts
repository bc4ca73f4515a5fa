import { boundsOf, leftOut, type OperatorPage, type ParameterEntry, type PortEntry } from './operator-page.js';
import { table } from '../../docs/table.js';
import { noteOf } from './format-page.js';

const INTRODUCTION = `# Operators

Every built-in operator. \`npm run docs\` writes this page from the contracts that the checker reads, and a test fails when it is stale.
\`hpdm ops\` shows the same on the terminal. Letters in layouts are sizes: B videos; F, H, W frames, height and width of a video; f, h, w those of
a patch; P patches per video; C channels; L levels.
`;

/** The operator reference as Markdown. */
export function formatReference(families: readonly (readonly [string, readonly OperatorPage[]])[]): string {
  const contents = families.map(
    ([family, pages]) => `- **${family}**: ${pages.map(({ id }) => `[\`${id}\`](#${anchor(id)})`).join(', ')}`,
  );
  const sections = families.flatMap(([family, pages]) => [`## ${family}`, ...pages.map(section)]);
  return `${[INTRODUCTION, contents.join('\n'), ...sections].join('\n\n').replaceAll(/\n{3,}/g, '\n\n')}\n`;
}

/** GitHub's anchor of a heading. */
const anchor = (id: string): string => id.replaceAll('.', '');

function section({ id, summary, form, body, ...page }: OperatorPage): string {
  return [
    `### ${id}`,
    `${summary}. _${form.charAt(0).toUpperCase()}${form.slice(1)}._`,
    ports('Input', page.in),
    ports('Output', page.out),
    ...(body === undefined ? [] : [ports('Body receives', body.in), ports('Body returns', body.out)]),
    parameters(page.with),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function ports(title: string, entries: readonly PortEntry[]): string {
  return table(
    [title, 'Type', ''],
    entries.map((port) => [`\`${port.name}\``, port.type, noteOf(port)]),
  );
}

function parameters(entries: readonly ParameterEntry[]): string {
  return table(
    ['Parameter', 'Type', 'Default', 'Meaning'],
    entries.map((entry) => [
      `\`${entry.name}\``,
      [entry.type, boundsOf(entry)].filter((part) => part !== '').join(' '),
      leftOut(entry) ?? `\`${JSON.stringify(entry.default)}\``,
      entry.description,
    ]),
  );
}
