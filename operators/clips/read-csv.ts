import { itemAt } from '../../dsl/index.js';
import { dataFault, someOf } from './data-fault.js';
import type { CaptionsRow as Row } from './captions-row.js';

/** Columns by the name under which they are read; the second names are those of the Hugging Face hub. */
const NAMES = new Map([
  ['path', ['path', 'file_name']],
  ['caption', ['caption', 'text']],
]);
const COLUMNS = ['path', 'caption', 'alternatives', 'label', 'start', 'end'];

/** A record of the CSV and the line on which it ends. */
interface Record {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * The rows of a CSV file whose first line names the columns: `path` or `file_name`; `caption` or `text`, or `label`, or both; and
 * optionally `alternatives` (further wordings, separated by |), `start` and `end`.
 *
 * fails E_CAPTIONS
 */
export async function readCsv(text: string, file: string, warn: (message: string) => void): Promise<Row[]> {
  const [header, ...records] = await parse(text, file);
  const written = header?.record.map((name) => name.trim().toLowerCase()) ?? [];
  const names = written.map((name) => COLUMNS.find((column) => NAMES.get(column)?.includes(name)) ?? name);
  refuseColumns(names, written, file);
  const unread = names.filter((name) => !COLUMNS.includes(name));
  if (unread.length > 0) warn(`${file}: these columns are not read: ${someOf(unread)}`);
  return records.map(({ record, info }) => {
    const cell = (name: string): string => record[names.indexOf(name)]?.trim() ?? '';
    return rowOf(cell, info.lines, file);
  });
}

async function parse(text: string, file: string): Promise<Record[]> {
  const { CsvError, parse } = await import('csv-parse/sync');
  try {
    // the types of the package do not know the form that `info` gives
    return parse(text, { info: true, skip_empty_lines: true }) as unknown[] as Record[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? { line: error['lines'] } : {};
    const advice = 'put a text that holds a comma or a quote in double quotes, and double the quotes inside it';
    throw dataFault('E_CAPTIONS', { file, ...line, expected: 'a CSV file', got: error.message, try: advice });
  }
}

function refuseColumns(names: readonly string[], written: readonly string[], file: string): void {
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
  const isComplete = names.includes('path') && (names.includes('caption') || names.includes('label'));
  if (twice === undefined && isComplete) return;
  const same = written.filter((_, i) => names[i] === twice).map((name) => `"${name}"`);
  const got =
    twice === undefined
      ? `the columns ${someOf(written)}`
      : new Set(same).size === 1
        ? `the column ${itemAt(same, 0)} twice`
        : `the columns ${same.join(' and ')}, which mean the same`;
  throw dataFault('E_CAPTIONS', {
    file,
    line: 1,
    expected:
      'a first line that names the columns, each once: path (or file_name), caption (or text) or label, and, if you like, alternatives, start, end',
    got,
    try: twice === undefined ? 'path,caption' : `rename one of them`,
  });
}

function rowOf(cell: (name: string) => string, line: number, file: string): Row {
  const path = cell('path');
  if (path === '') {
    const [expected, got] = ['the path of a clip', 'an empty path'];
    throw dataFault('E_CAPTIONS', { file, line, expected, got, try: 'a path, or remove the line' });
  }
  const captions = [cell('caption'), ...cell('alternatives').split('|')].map((one) => one.trim());
  return {
    line,
    path,
    captions: captions.filter((one) => one !== ''),
    ...(cell('label') === '' ? {} : { label: cell('label') }),
    ...secondsOf('start', cell('start'), line, file),
    ...secondsOf('end', cell('end'), line, file),
  };
}

function secondsOf(name: 'start' | 'end', text: string, line: number, file: string): Partial<Row> {
  if (text === '') return {};
  const seconds = Number(text);
  if (seconds >= 0 && Number.isFinite(seconds)) return { [name]: seconds };
  throw dataFault('E_CAPTIONS', {
    file,
    line,
    expected: `${name}: seconds, ≥ 0, or nothing`,
    got: text,
    try: `${name} as a number of seconds, such as 12.5`,
  });
}
