import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { linkTarget } from './link-target.js';
import { isSpecial } from './open-in-place.js';
import { sweepAbandoned, temporaryName } from './sweep-abandoned.js';
import { syncFolder } from './sync-folder.js';
import { writeError, type Writing } from './write-error.js';
import { writeSynced } from './write-synced.js';

/**
 * Write a file completely or not at all: under a temporary name in the same folder, then fsync, then rename to `path`.
 * A device or a pipe is written to directly; a symbolic link stays, and the file that it leads to is replaced.
 *
 * @param chunks the content, in order
 * fails E_DISK_FULL, E_OUTPUT_WRITE; then a file at `path` stays as it was, and no temporary file is left
 */
export async function replaceFile(link: string, chunks: Iterable<Uint8Array>, writing: Writing = {}): Promise<void> {
  const path = await linkTarget(link);
  const [folder, name] = [dirname(path), basename(path)];
  const temporary = join(folder, temporaryName(name));
  try {
    if (await isSpecial(path)) {
      await writeFile(path, chunks);
      return;
    }
    await sweepAbandoned(folder, name);
    await writeSynced(temporary, chunks);
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeError(error, link, writing);
  }
}
