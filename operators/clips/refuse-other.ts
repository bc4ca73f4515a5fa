import { stat } from 'node:fs/promises';
import { HpdmError } from '../../dsl/index.js';
import { dataFault } from './data-fault.js';

/** Where documents expect the animated emoji, which a command fetches. */
const EMOJI = /(^|[/\\])data[/\\]emoji$/;

/** Refuse a path that is not there (E_FILE_MISSING), or not a folder or not a file where one is needed (E_DATA_FORM). */
export async function refuseOther(path: string, needed: 'folder' | 'file'): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there === undefined) {
    throw new HpdmError({
      code: 'E_FILE_MISSING',
      place: { file: path },
      expected: `a ${needed} that exists`,
      got: `nothing at ${path}`,
      try: EMOJI.test(path) ? 'hpdm data emoji' : `check the path; it is taken from ${process.cwd()}`,
    });
  }
  if (there.isDirectory() === (needed === 'folder')) return;
  throw dataFault('E_DATA_FORM', {
    file: path,
    expected: `a ${needed}`,
    got: there.isDirectory() ? 'a folder' : 'a file',
    try: 'hpdm data PATH shows what a path holds',
  });
}
