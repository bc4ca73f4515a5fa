import { HpdmError, runFailure } from '../../dsl/index.js';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'you have no permission to write there',
  EPERM: 'you have no permission to write there',
  EROFS: 'that disk is mounted read-only',
  EEXIST: 'part of the path is a file, not a folder',
  ENOTDIR: 'part of the path is a file, not a folder',
  ENAMETOOLONG: 'the name is too long',
};

/** A system error from making or filling `folder`, as a fault the user can mend; other errors come back as they are. */
export function folderError(error: unknown, folder: string, place: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOSPC') {
    const got = `no space left in ${folder}`;
    return runFailure(
      {
        code: 'E_DISK_FULL',
        path: place,
        message: 'the disk is full',
        got,
        try: 'free some space, or write to another disk',
      },
      error,
    );
  }
  const reason = REASONS[code];
  if (reason === undefined) return error;
  return new HpdmError(
    {
      code: 'E_FOLDER',
      path: place,
      expected: 'a folder that can be written to',
      got: `${folder}: ${reason}`,
      try: 'a path in a folder of yours, e.g. out/video.mp4',
    },
    { cause: error },
  );
}
