import { access, constants, mkdir } from 'node:fs/promises';
import { writeError } from './write-error.js';

/**
 * Make a folder and prove that it can be written to: hours of work must not end in a surprise.
 *
 * @param place where in the document the path was given
 * fails E_FOLDER, E_DISK_FULL
 */
export async function prepareFolder(folder: string, place: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    throw writeError(error, folder, { path: place, early: true });
  }
}
