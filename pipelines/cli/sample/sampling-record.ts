import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { completeCascade, HpdmError, type Cascade } from '../../../dsl/index.js';
import { hashOf } from '../../../operators/disk/hash-of.js';
import type { SamplingParts } from './sampling-document.js';
import { without } from './without.js';
import { version } from '../../../operators/disk/version.js';

/** Everything that a sampling follows from. */
export interface SamplingRecord {
  /** The version of hpdm. */
  readonly hpdm: string;
  readonly parts: SamplingParts;
  /** All parameters of the document but the cascade and where the results go. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly cascade: Cascade;
  /** SHA-256 of the cascade, of the file with the weights and, where there is one, of the file that stands for coarser levels. */
  readonly hashes: { readonly cascade: string; readonly checkpoint: string; readonly in?: string };
  /** The backend that it was made with; a record that is still to be made has none. */
  readonly backend?: string;
}

/** The record of a sampling that is about to begin. */
export async function recordOf(
  parts: SamplingParts,
  parameters: Readonly<Record<string, unknown>>,
  cascade: Cascade,
): Promise<SamplingRecord> {
  const { checkpoint, in: source } = parameters as { readonly checkpoint: string; readonly in?: string };
  const hashes = {
    cascade: hashOfCascade(cascade),
    checkpoint: await hashOfNamed(checkpoint, '--checkpoint'),
    ...(source === undefined ? {} : { in: await hashOfNamed(source, '--from') }),
  };
  return { hpdm: version, parts, parameters, cascade, hashes };
}

/** The SHA-256 of a cascade as it is in a record. */
export const hashOfCascade = (cascade: unknown): string => createHash('sha256').update(sorted(cascade)).digest('hex');

/** What a video says of how it was made: the record without the places of files and without the whole cascade. */
export function commentOf({ hpdm, parameters, hashes }: SamplingRecord): string {
  return JSON.stringify({ hpdm, ...without(parameters, 'checkpoint', 'in'), hashes });
}

/**
 * The record in a file that `hpdm sample` wrote beside a video.
 *
 * fails E_LIKE when there is none
 */
export function readRecord(path: string): SamplingRecord {
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as Partial<SamplingRecord> | null;
    if (record?.parts && record.parameters && record.cascade && record.hashes) {
      return { ...(record as SamplingRecord), cascade: completeCascade(record.cascade) };
    }
  } catch (error) {
    throw notLike(`the record that hpdm sample wrote beside a video`, `${path}: ${(error as Error).message}`);
  }
  throw notLike('the record that hpdm sample wrote beside a video', `${path}, which is something else`);
}

/**
 * Check that the files of an earlier sampling are those of now.
 *
 * @param named flags that ask for another file on purpose
 * fails E_LIKE with what has changed
 */
export function refuseChanged(earlier: SamplingRecord, now: SamplingRecord, named: readonly string[]): void {
  for (const file of ['checkpoint', 'in'] as const) {
    if (named.includes(file) || earlier.hashes[file] === now.hashes[file]) continue;
    const place = String(earlier.parameters[file]);
    throw notLike(`${place} as it was: SHA-256 ${earlier.hashes[file]}`, `${now.hashes[file]}`);
  }
}

const notLike = (expected: string, got: string): HpdmError =>
  new HpdmError({ code: 'E_LIKE', path: '--like', expected, got, try: 'the files with which it was made' });

/** The hash of a file that a flag names; fails E_FILE_MISSING, E_FILE. */
const hashOfNamed = (file: string, flag: string): Promise<string> =>
  hashOf(file).catch((error: unknown) => {
    if (existsSync(file)) {
      const got = `${file}: ${(error as Error).message}`;
      throw new HpdmError({ code: 'E_FILE', path: flag, expected: 'a file', got, try: 'one file' });
    }
    throw new HpdmError({
      ...{ code: 'E_FILE_MISSING', path: flag, expected: 'a file that exists', got: `nothing at ${file}` },
      try: `check the path; it is taken from ${process.cwd()}`,
    });
  });

/** JSON in which the order of keys means nothing. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
