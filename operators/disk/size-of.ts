import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Bytes of a file, or of the files directly in a folder.
 *
 * @param counts which files of a folder count, by their names
 * @returns undefined if there is nothing at the path, or a device or pipe
 */
export async function sizeOf(
  path: string,
  counts: (name: string) => boolean = () => true,
): Promise<number | undefined> {
  const there = await stat(path).catch(() => undefined);
  if (there === undefined) return undefined;
  if (there.isFile()) return there.size;
  if (!there.isDirectory()) return undefined;
  const files = (await readdir(path, { withFileTypes: true })).filter((file) => file.isFile() && counts(file.name));
  const sizes = await Promise.all(files.map(async ({ name }) => (await stat(join(path, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
