import { counted } from '../../dsl/index.js';
import { describeMeasure, formatFigure } from './evaluation-page.js';
import type { Figure } from './standard-error.js';
import type { TableRow } from './table-rows.js';

/** What a section of the page of experiments shows. */
export interface TableContent {
  readonly title: string;
  readonly about: string;
  readonly rows: readonly TableRow[];
  /** Seeds that the table will have. */
  readonly seeds: number;
  /** Samples of each result, and real videos. */
  readonly videos: number;
  readonly reals: number;
  /** Names of the measures that are lines; those that no row has are left out. */
  readonly measures: readonly string[];
  /** The figures of real videos: of one half against the other, or of clips. */
  readonly real: Readonly<Record<string, Figure>>;
  /** The figures of the paper for each row, under their heading; none where the paper has no such table. */
  readonly paper: { readonly heading: string; readonly values: readonly string[] };
  /** Pictures under the table: words and address. */
  readonly pictures: readonly (readonly [words: string, address: string])[];
}

/** Lines about time. */
const SPEEDS = ['pace', 'seconds'];

/** The section of a table in Markdown. */
export function tableSection(content: TableContent): string {
  const { title, about, rows, seeds, videos, reals, measures, real, paper, pictures } = content;
  const levels = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))].filter((key) => /^loss\./.test(key));
  const shown = [...measures.filter((name) => rows.some(({ figures }) => name in figures)), ...levels, ...SPEEDS];
  const cell = (figure: Figure | undefined): string => (figure === undefined ? '' : formatFigure(figure));
  // what is compared side by side: of its many measures, each has a line
  const lines = [
    ['', ...rows.map(({ row }) => row), 'real videos'],
    ['seeds', ...rows.map(({ seeds: done }) => `${done.length} of ${seeds}`), ''],
    ...shown.map((name) => [headingOf(name), ...rows.map(({ figures }) => cell(figures[name])), cell(real[name])]),
    ...(paper.values.length > 0 ? [[paper.heading, ...rows.map((_, i) => paper.values[i] ?? ''), '']] : []),
  ];
  const order = orderOf(content);
  return [
    `## ${title}`,
    about,
    markdownTable(lines),
    `${counted(videos, 'sample')} of each training beside ${counted(reals, 'real video')}. With two seeds and more, a figure is their mean and ± its standard error over seeds; with one, ± is the error of the samples alone. Distances and overlaps of real videos are those of one half against the other. Speeds are medians, and count what else the machine did.`,
    ...(order === undefined ? [] : [order]),
    ...pictures.map(([words, address]) => `![${words}](${address})`),
  ].join('\n\n');
}

/** The rows from the best on, by the first measure, here and in the paper; undefined while rows are missing. */
function orderOf({ rows, measures, paper }: TableContent): string | undefined {
  const [measure = ''] = measures;
  const values = rows.map(({ figures }) => figures[measure]?.value ?? NaN);
  const other = paper.values.map((text) => Number.parseFloat(text));
  if (paper.values.length !== rows.length || [...values, ...other].some(Number.isNaN)) return undefined;
  const sorted = (by: readonly number[]): string =>
    rows
      .map(({ row }, i) => [row, by[i] ?? NaN] as const)
      .sort(([, a], [, b]) => a - b)
      .map(([row]) => row)
      .join(', ');
  return `From the best on, by ${headingOf(measure)}: ${sorted(values)}. In the paper: ${sorted(other)}.`;
}

function headingOf(name: string): string {
  const speed: Readonly<Record<string, string>> = { pace: 'clips a second in training', seconds: 'seconds a sample' };
  const level = /^loss\.(\d+)$/.exec(name)?.[1];
  return speed[name] ?? (level === undefined ? describeMeasure(name).words : `loss of level ${level}`);
}

/** Lines of cells, the first of which is the head. */
function markdownTable(lines: readonly (readonly string[])[]): string {
  const [head = [], ...rest] = lines;
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rest.map(row)].join('\n');
}

/** A page with a section put in: in place of an earlier one of the same name, or at the end. */
export function withSection(page: string, name: string, section: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const block = `${begin}\n\n${section}\n\n${end}`;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) return `${page.trimEnd()}\n\n${block}\n`;
  return `${page.slice(0, from)}${block}${page.slice(to + end.length)}`;
}
