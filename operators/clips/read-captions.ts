import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { utf8Text } from '../../dsl/index.js';
import type { Clip, Clips } from '../values/clips.js';
import type { CaptionsRow as Row } from './captions-row.js';
import { clipsOf } from './clips-of.js';
import { dataFault, someOf } from './data-fault.js';
import { inParallel } from './in-parallel.js';
import { endingOf } from './media-of.js';
import { isPicture } from './read-folder.js';
import { readCsv } from './read-csv.js';
import { readJsonl } from './read-jsonl.js';
import { refuseOther } from './refuse-other.js';

/**
 * The clips that a CSV or JSONL file lists, with their captions. Paths are relative to the folder of the file.
 *
 * @param warn told of columns that are not read
 * fails E_FILE_MISSING, E_FILE, E_DATA_FORM, E_DATA_EMPTY; E_CAPTIONS for a column that is missing or there twice, a line that does not
 * fit, a part that ends before it starts, or clips that do not exist
 */
export async function readCaptions(file: string, warn: (message: string) => void): Promise<Clips> {
  await refuseOther(file, 'file');
  const text = utf8Text(file, await readFile(file)).replace(/^\uFEFF/, '');
  const rows = isJsonl(file) ? readJsonl(text, file) : await readCsv(text, file, warn);
  if (rows.length === 0) {
    const [expected, got] = ['at least one clip', 'no lines with clips'];
    throw dataFault('E_DATA_EMPTY', { file, expected, got, try: 'lines such as: cat.mp4,a cat on a roof' });
  }
  refuseEmptyParts(rows, file);
  await refuseMissing(rows, file);
  const classes = classesOf(rows);
  const clips = await inParallel(rows, 32, (row) => clipOf(row, classes, dirname(file)));
  return clipsOf(clips, classes);
}

/** Whether a list has one JSON object in each line, by its ending. */
export const isJsonl = (file: string): boolean => ['jsonl', 'ndjson'].includes(endingOf(file));

async function clipOf(row: Row, classes: readonly string[], folder: string): Promise<Clip> {
  const { path, captions, label, start, end } = row;
  const at = resolve(folder, path);
  const part = start === undefined && end === undefined ? '' : `#${start ?? 0}-${end ?? ''}`;
  return {
    name: path + part,
    source: { kind: 'file', path: at },
    ...(captions.length === 0 ? {} : { captions }),
    ...(label === undefined ? {} : { label: classes.indexOf(label) }),
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    ...((await isPicture(at)) ? { still: true } : {}),
  };
}

/** The names of the classes: labels that are all numbers keep their numbers, other ones are sorted. */
function classesOf(rows: readonly Row[]): string[] {
  const labels = [...new Set(rows.flatMap(({ label }) => (label === undefined ? [] : [label])))];
  const numbers = labels.map((label) => (/^\d{1,6}$/.test(label) ? Number(label) : NaN));
  if (numbers.some((number, i) => `${number}` !== labels[i])) return labels.sort();
  return labels.length === 0 ? [] : Array.from({ length: Math.max(...numbers) + 1 }, (_, label) => `${label}`);
}

/** Refuse a part of a clip that ends before it starts. */
function refuseEmptyParts(rows: readonly Row[], file: string): void {
  const row = rows.find(({ start = 0, end = Infinity }) => end <= start);
  if (row === undefined) return;
  throw dataFault('E_CAPTIONS', {
    file,
    line: row.line,
    expected: 'an end after the start',
    got: `start ${row.start ?? 0} and end ${row.end}`,
    try:
      row.end === row.start ? 'an end that is later, or remove the line' : `start ${row.end} and end ${row.start ?? 0}`,
  });
}

async function refuseMissing(rows: readonly Row[], file: string): Promise<void> {
  const there = await inParallel(rows, 32, async ({ path }) =>
    stat(resolve(dirname(file), path)).then(
      (stats) => stats.isFile(),
      () => false,
    ),
  );
  const missing = rows.filter((_, i) => there[i] !== true);
  const [first] = missing;
  if (first === undefined) return;
  throw dataFault('E_CAPTIONS', {
    file,
    line: first.line,
    expected: 'clips that exist; their paths are relative to the folder of this file',
    got: `${missing.length} of ${rows.length} that ${missing.length === 1 ? 'does' : 'do'} not: ${someOf(missing.map(({ line, path }) => `${path} (line ${line})`))}`,
    try: 'correct the paths, or remove these lines',
  });
}
