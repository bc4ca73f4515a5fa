import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFault } from './data-fault.js';

/**
 * Every file below a folder, relative to it, with `/` between folders, sorted. Hidden files and folders are left out. Links are
 * followed, but not into a folder that they lie in.
 *
 * fails E_FILE for a folder that cannot be read
 */
export async function listFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  const enter = async (prefix: string, above: readonly string[]): Promise<void> => {
    const real = await realpath(join(folder, prefix));
    if (above.includes(real)) return;
    for (const entry of await entriesOf(join(folder, prefix))) {
      if (entry.name.startsWith('.') || entry.name === '__MACOSX') continue;
      const name = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      const kind = entry.isSymbolicLink() ? await stat(join(folder, name)).catch(() => undefined) : entry;
      if (kind?.isDirectory() === true) await enter(name, [...above, real]);
      else if (kind?.isFile() === true) files.push(name);
    }
  };
  await enter('', []);
  return files.sort();
}

const entriesOf = (folder: string) =>
  readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    const [expected, got] = ['a folder that can be read', code === 'EACCES' ? 'no permission' : message];
    throw dataFault('E_FILE', { file: folder, expected, got, try: 'a folder without it, or permission to read it' });
  });
