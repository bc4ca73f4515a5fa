import { rmdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { prepareFolder } from './prepare-folder.js';

/**
 * Test that a folder can be created and written to, as `prepareFolder` does, and remove what was created for that.
 *
 * @param place the place in the document that gives the path
 * fails E_FOLDER, E_DISK_FULL
 */
export async function checkFolder(folder: string, place: string): Promise<void> {
  const made = await prepareFolder(folder, place);
  if (made === undefined) return;
  for (let at = resolve(folder); at.startsWith(made); at = dirname(at)) {
    // where another process has put something into it meanwhile, it stays
    if (await rmdir(at).catch(() => true)) return;
  }
}
