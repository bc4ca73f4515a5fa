import { stat } from 'node:fs/promises';
import { HpdmError } from '../../dsl/index.js';

/** Details for the refusal of a path that is taken. */
export interface Taking {
  /** The place in the document that gives the path, for messages. */
  readonly place: string;
  readonly overwrite?: boolean;
}

/** Refuse a path where no file can be written. fails E_IS_FOLDER; E_EXISTS when there is a file that must not be replaced, or a device or a pipe */
export async function refuseTaken(path: string, { place, overwrite }: Taking): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) {
    throw new HpdmError({
      code: 'E_IS_FOLDER',
      path: place,
      expected: 'a file to write',
      got: `${path}, which is a folder`,
      try: `a file name inside it, or end the path with / for a folder of PNG frames`,
    });
  }
  if (there !== undefined && overwrite === false) throw exists(path, place);
  if (there === undefined || there.isFile()) return;
  const [expected, got] = ['a path where a file can be replaced', `${path}, which is a device or a pipe`];
  throw new HpdmError({ code: 'E_EXISTS', path: place, expected, got, try: 'another path' });
}

/** The error for a file that must not be replaced. */
export const exists = (path: string, place: string): HpdmError =>
  new HpdmError({
    code: 'E_EXISTS',
    path: place,
    expected: 'a path where no file exists (overwrite is false)',
    got: `${path}, which exists already`,
    try: 'another path, or overwrite: true',
  });
