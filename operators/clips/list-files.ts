import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Every file below a folder, relative to it, with `/` between folders, sorted. Hidden files and folders are left out. Links are
 * followed; a folder that is reached a second time is not read again.
 */
export async function listFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  const seen = new Set<string>();
  const enter = async (prefix: string): Promise<void> => {
    const real = await realpath(join(folder, prefix));
    if (seen.has(real)) return;
    seen.add(real);
    for (const entry of await readdir(real, { withFileTypes: true })) {
      if (entry.name.startsWith('.') || entry.name === '__MACOSX') continue;
      const name = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      const kind = entry.isSymbolicLink() ? await stat(join(folder, name)).catch(() => undefined) : entry;
      if (kind?.isDirectory() === true) await enter(name);
      else if (kind?.isFile() === true) files.push(name);
    }
  };
  await enter('');
  return files.sort();
}
