import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sweepAbandoned, temporaryName } from './sweep-abandoned.js';
import { syncFolder } from './sync-folder.js';
import { writeError, type Writing } from './write-error.js';
import { writeSynced } from './write-synced.js';
import { makeFolder } from './make-folder.js';

/** The name of the old folder while the new one takes its place. If the process is killed at this moment, the old folder keeps this name. */
export const replacedName = (path: string): string => join(dirname(path), `${basename(path)}.replaced`);

/**
 * Write a folder of files completely or not at all: under a temporary name beside it, then fsync, then rename to `path`.
 * At every moment there is a complete folder at `path` or, between two renames, at `replacedName(path)`.
 *
 * @param files their contents by name, each in chunks
 * fails E_DISK_FULL, E_OUTPUT_WRITE; then a folder at `path` stays as it was, and no temporary folder is left
 */
export async function replaceFolder(
  path: string,
  files: Readonly<Record<string, Iterable<Uint8Array>>>,
  writing: Writing = {},
): Promise<void> {
  const [parent, name] = [dirname(path), basename(path)];
  const temporary = join(parent, temporaryName(name));
  try {
    await makeFolder(parent);
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

/** Put the new folder in the place of the old one. This takes two renames, because Node cannot exchange folders or rename over one that has files. */
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
