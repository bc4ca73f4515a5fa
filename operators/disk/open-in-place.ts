import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { leftOver } from './left-over.js';
import { linkTarget } from './link-target.js';
import { prepareFolder } from './prepare-folder.js';
import { refuseTaken, type Taking } from './refuse-taken.js';

/**
 * Prepare the place of an output that is written there directly. The file that is there is removed and not overwritten, so that its other
 * names (hard links) keep what they have; so are other files of an earlier output. A device or a pipe stays.
 *
 * fails E_FOLDER, E_IS_FOLDER, E_EXISTS
 */
export async function openInPlace(
  folder: string,
  name: string,
  { siblings, ...taking }: Taking & { readonly siblings?: RegExp },
): Promise<void> {
  await prepareFolder(folder, taking.place);
  const path = await linkTarget(join(folder, name));
  if (await isSpecial(path)) return;
  await refuseTaken(path, taking);
  await rm(path, { force: true });
  if (siblings === undefined) return;
  for (const file of leftOver(await readdir(folder), siblings)) await rm(join(folder, file));
}

/** Whether a device, a pipe or a socket is at a path, which cannot be replaced by a file. */
export async function isSpecial(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => undefined);
  return there !== undefined && !there.isFile() && !there.isDirectory();
}
