import { counted, type WrittenFile } from '../../dsl/index.js';
import { formatBytes } from '../plan/format-bytes.js';
import { formatSeconds } from './pace.js';

/** The files of a run, one per line: path, size, and what is in it. */
export function formatWritten(files: readonly WrittenFile[]): string {
  const rows = files.map(({ path, bytes, facts = {} }): [path: string, size: string, content: string] => [
    path === 'pipe:1' ? 'standard output' : path,
    bytes === undefined ? '' : formatBytes(bytes),
    describeFacts(facts),
  ]);
  const widest = (column: 0 | 1): number => Math.max(...rows.map((row) => row[column].length));
  const [paths, sizes] = [widest(0), widest(1)];
  const lines = rows.map(
    ([path, size, content], row) =>
      `${row === 0 ? 'wrote' : '     '} ${path.padEnd(paths)}  ${size.padStart(sizes)}  ${content}`,
  );
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/** `4 segments, 16 frames, 2 s, 192×192`; facts without a form of their own are shown by their names. */
function describeFacts({ width, height, ...others }: Readonly<Record<string, number>>): string {
  const words = Object.entries(others).map(([name, value]) => (FORMS[name] ?? named(name))(value));
  const size = width === undefined || height === undefined ? [] : [`${width}×${height}`];
  return [...words, ...size].join(', ');
}

const named =
  (name: string) =>
  (value: number): string =>
    `${name} ${value}`;

const FORMS: Readonly<Record<string, (value: number) => string>> = {
  segments: (count) => counted(count, 'segment'),
  frames: (count) => counted(count, 'frame'),
  seconds: (seconds) => (seconds < 60 ? `${Number(seconds.toPrecision(3))} s` : formatSeconds(seconds)),
};
