import { dataFault, someOf } from './data-fault.js';
import type { CaptionsRow as Row } from './captions-row.js';

const NEEDED = ['path', 'caption'];
const COLUMNS = [...NEEDED, 'alternatives', 'label', 'start', 'end'];

/** A record of the CSV and the line on which it ends. */
interface Record {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * The rows of a CSV file whose first line names the columns: `path`, `caption`, and optionally `alternatives` (further wordings,
 * separated by |), `label`, `start` and `end`.
 *
 * fails E_CAPTIONS
 */
export async function readCsv(text: string, file: string, warn: (message: string) => void): Promise<Row[]> {
  const [header, ...records] = await parse(text, file);
  const names = header?.record.map((name) => name.trim().toLowerCase()) ?? [];
  refuseColumns(names, file);
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

function refuseColumns(names: readonly string[], file: string): void {
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
  const missing = NEEDED.find((name) => !names.includes(name));
  if (twice === undefined && missing === undefined) return;
  const got = twice === undefined ? `the columns ${someOf(names)}` : `the column "${twice}" twice`;
  throw dataFault('E_CAPTIONS', {
    file,
    line: 1,
    expected: `a first line that names the columns, each once: ${NEEDED.join(', ')} and, if you like, alternatives, label, start, end`,
    got,
    try: twice === undefined ? 'path,caption' : `rename one of the columns "${twice}"`,
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
