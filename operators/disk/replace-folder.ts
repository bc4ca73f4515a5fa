import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sweepAbandoned, temporaryName } from './sweep-abandoned.js';
import { syncFolder } from './sync-folder.js';
import { writeError, type Writing } from './write-error.js';
import { writeSynced } from './write-synced.js';

/** Where the old folder stands while the new one takes its name; a process that is killed just then leaves it there. */
export const replacedName = (path: string): string => join(dirname(path), `${basename(path)}.replaced`);

/**
 * Write a folder of files whole or not at all: under a temporary name beside it, all fsynced, renamed to `path`.
 * At every moment a whole folder stands at `path` or, for as long as two renames take, at `replacedName(path)`.
 *
 * @param files their contents by name, each in chunks
 * fails E_DISK_FULL, E_FOLDER, with what was at `path` untouched and nothing left beside it
 */
export async function replaceFolder(
  path: string,
  files: Readonly<Record<string, Iterable<Uint8Array>>>,
  writing: Writing = {},
): Promise<void> {
  const [parent, name] = [dirname(path), basename(path)];
  const temporary = join(parent, temporaryName(name));
  try {
    await mkdir(parent, { recursive: true });
    await sweepAbandoned(parent, name);
    await mkdir(temporary);
    for (const [file, chunks] of Object.entries(files)) await writeSynced(join(temporary, file), chunks);
    await syncFolder(temporary);
    await takePlace(temporary, path);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw writeError(error, path, writing);
  }
}

/** No system call of Node exchanges two folders, nor renames one over another that holds files. */
async function takePlace(temporary: string, path: string): Promise<void> {
  const replaced = replacedName(path);
  if (existsSync(path)) {
    await rm(replaced, { recursive: true, force: true });
    await rename(path, replaced);
  }
  try {
    await rename(temporary, path);
  } catch (error) {
    if (existsSync(replaced)) await rename(replaced, path);
    throw error;
  }
  await syncFolder(dirname(path));
  await rm(replaced, { recursive: true, force: true });
}
