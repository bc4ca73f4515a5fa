import { HpdmError, runFailure } from '../../dsl/index.js';
import { diskFull } from './disk-full.js';

/** What a message says besides the path that could not be written. */
export interface Writing {
  /** Where in the document the path was given; without it the message names the file. */
  readonly path?: string;
  /** What else the user should know, e.g. that older files are untouched. */
  readonly note?: string;
  /** Nothing has run yet, so the path is bad input (exit code 2) and not a failed run (3). */
  readonly early?: boolean;
}

const PERMISSION = ['you have no permission to write there', 'a path in a folder of yours'] as const;
const FILE_IN_PATH = ['part of the path is a file, not a folder', 'a path in a folder of yours'] as const;
const FOLDER = ['a folder has that name', 'another name, or a name inside that folder'] as const;

/** Why the system refused, and what mends it. */
const REASONS: Readonly<Record<string, readonly [string, string]>> = {
  EACCES: PERMISSION,
  EPERM: PERMISSION,
  EROFS: ['that disk is mounted read-only', 'a path on another disk'],
  ENOENT: ['there is no such folder', 'make the folder, or another path'],
  EEXIST: FILE_IN_PATH,
  ENOTDIR: FILE_IN_PATH,
  EISDIR: FOLDER,
  ENAMETOOLONG: ['the name is too long', 'a shorter name'],
};

/** A system error from writing to `target`, as a fault the user can mend; errors of another origin come back as they are. */
export function writeError(error: unknown, target: string, { path, note, early = false }: Writing = {}): unknown {
  const { code = '', errno, message } = error as NodeJS.ErrnoException;
  if (errno === undefined) return error;
  const where = path === undefined ? { place: { file: target } } : { path };
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return diskFull({ ...where, got: `no space left in ${target}`, ...(note === undefined ? {} : { note }) }, error);
  }
  const [reason, advice] = REASONS[code] ?? [message, 'another path, or see what is wrong with that disk'];
  const fault = {
    code: 'E_FOLDER',
    ...where,
    expected: 'a folder that can be written to',
    got: `${target}: ${reason}`,
    try: note === undefined ? advice : `${advice}; ${note}`,
  };
  return early ? new HpdmError(fault, { cause: error }) : runFailure(fault, error);
}
