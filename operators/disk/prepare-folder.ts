import { access, constants } from 'node:fs/promises';
import { writeError } from './write-error.js';
import { makeFolder } from './make-folder.js';

/**
 * Create a folder and test that it can be written to, so that a long run does not fail at its end.
 *
 * @param place the place in the document that gives the path
 * @returns the uppermost folder that was created; undefined where the folder was there
 * fails E_FOLDER, E_DISK_FULL
 */
export async function prepareFolder(folder: string, place: string): Promise<string | undefined> {
  try {
    const made = await makeFolder(folder);
    await access(folder, constants.W_OK);
    return made;
  } catch (error) {
    throw writeError(error, folder, { path: place, early: true });
  }
}
