import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Create a folder, and those above it that are missing. Node's own `recursive` never returns where nothing can be created, such as below /proc, or
 * in a working folder that was removed.
 *
 * @returns the uppermost folder that was created; undefined where the folder was there
 * fails with the error of the file system: EEXIST where a file has the name, ENOENT, EACCES …
 */
export async function makeFolder(folder: string): Promise<string | undefined> {
  const path = resolve(folder);
  try {
    return await makeOne(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || path === dirname(path)) throw error;
  }
  const made = await makeFolder(dirname(path));
  return made === undefined ? makeOne(path) : makeOne(path).then(() => made);
}

/** The folder if it was created; undefined where it was there. */
async function makeOne(path: string): Promise<string | undefined> {
  try {
    await mkdir(path);
    return path;
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(path)).isDirectory()) return undefined;
    throw error;
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
