import { HpdmError } from '../../dsl/index.js';
import { diskFull } from './disk-full.js';

/** Details for the message, besides the path that could not be written. */
export interface Writing {
  /** The place in the document that gives the path; without it the message names the file. */
  readonly path?: string;
  /** Further information for the user, e.g. that older files are unchanged. */
  readonly note?: string;
  /** Whether nothing has run yet; then the path counts as wrong input (E_FOLDER), not as a failed run (E_OUTPUT_WRITE). */
  readonly early?: boolean;
}

const PERMISSION = ['you have no permission to write there', 'a path in a folder of yours'] as const;
const FILE_IN_PATH = ['part of the path is a file, not a folder', 'a path in a folder of yours'] as const;
const FOLDER = ['a folder has that name', 'another name, or a name inside that folder'] as const;

/** The reasons for system errors, and advice for each. */
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

/** Turn a system error from writing to `target` into an HpdmError that says what to do; other errors are returned unchanged. */
export function writeError(error: unknown, target: string, { path, note, early = false }: Writing = {}): unknown {
  const { code = '', errno, message } = error as NodeJS.ErrnoException;
  if (errno === undefined) return error;
  const where = path === undefined ? { place: { file: target } } : { path };
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return diskFull({ ...where, got: `no space left in ${target}`, ...(note === undefined ? {} : { note }) }, error);
  }
  const [reason, advice] = REASONS[code] ?? [message, 'another path, or check that disk'];
  const fault = {
    ...where,
    expected: 'a folder that can be written to',
    got: `${target}: ${reason}`,
    try: note === undefined ? advice : `${advice}; ${note}`,
  };
  return new HpdmError({ code: early ? 'E_FOLDER' : 'E_OUTPUT_WRITE', ...fault }, { cause: error });
}
