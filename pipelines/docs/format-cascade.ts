import {
  CASCADE_MAPS,
  expectationOf,
  factsOfKey,
  show,
  SIZE_RULES,
  type CascadeMap,
  type KeyFacts,
  type SizeRule,
} from '../../dsl/index.js';
import { table } from './table.js';
import { TABLES } from './tables.js';

const INTRODUCTION = `# Cascades

Every key of a cascade, and which sizes are possible. \`npm run docs\` writes this page from \`dsl/cascade/cascade-document.ts\` and
\`dsl/cascade/size-rules.ts\`; a test checks that it is up to date. [language.md](language.md#cascades) has an example, and
\`hpdm check FILE\` checks a cascade on its own.

A key without a default is required. A list \`[frames, height, width]\` has one number per axis, and bounds hold for each of them. Sections
(§) are those of the HPDM paper (arXiv 2406.07792); "ours" marks what the paper leaves open.`;

const SIZES = `## Sizes

The rules for the sizes of a cascade. \`hpdm check\` reports a broken rule as \`E_CASCADE\` with the place of the value, what to try, and a
link to the rule.`;

/** What stands after the keys of a map. */
const EXPLANATIONS: Readonly<Record<string, string>> = {
  Level: ['samplers', 'schedules', 'windows'].map((name) => TABLES[name]).join('\n\n'),
  Network: ['blocks', 'fusions'].map((name) => TABLES[name]).join('\n\n'),
  Cascade: `${TABLES['times']}`,
};

/** The reference of cascades as Markdown: the keys of every map, and the rules for sizes. */
export function formatCascade(): string {
  const maps = CASCADE_MAPS.map((map) =>
    [`## ${map.title}`, keysOf(map), EXPLANATIONS[map.title] ?? []].flat().join('\n\n'),
  );
  const rules = Object.entries<SizeRule>(SIZE_RULES).map(
    ([name, { rule, why, at }]) => `### ${titleOf(name)}\n\n${rule} ${why}\n\nReported at ${at}.`,
  );
  return `${[INTRODUCTION, ...maps, SIZES, ...rules].join('\n\n')}\n`;
}

/** The title of a section whose link is the rule's name: `First level` of `first-level`. */
const titleOf = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`;

const keysOf = ({ keys }: CascadeMap): string =>
  table(
    ['Key', 'Type', 'Default', 'Range', 'Unit', 'What it is', 'Source'],
    Object.entries(keys).map(([name, codec]) => {
      const facts = factsOfKey(codec);
      return [
        `\`${name}\``,
        typeOf(codec),
        defaultOf(facts),
        rangeOf(facts),
        facts.unit ?? '',
        facts.about,
        facts.source ?? '',
      ];
    }),
  );

/** The words that a codec accepts, a link to the map, or what the codec accepts in words. */
function typeOf(codec: CascadeMap['keys'][string]): string {
  const { words, expected } = expectationOf(codec);
  if (words !== undefined) return words.map((word) => `\`${word}\``).join(', ');
  const map = CASCADE_MAPS.find(({ title }) => title.toLowerCase() === expected);
  return map === undefined ? expected : `see [${map.title}](#${expected})`;
}

const defaultOf = ({ default: value, derived = '' }: KeyFacts): string =>
  value === undefined ? derived : `\`${typeof value === 'string' ? value : show(value)}\``;

function rangeOf({ min, above, bounds = '' }: KeyFacts): string {
  if (min !== undefined) return `≥ ${min}`;
  return above === undefined ? bounds : `> ${above}`;
}
