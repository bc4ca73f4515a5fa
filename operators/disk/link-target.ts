import { readlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Most links that lead from one to another, as on Linux. */
const MOST = 40;

/** Where a symbolic link leads, also if nothing is there yet; the path itself if it is no link. */
export async function linkTarget(path: string): Promise<string> {
  let at = resolve(path);
  for (let step = 0; step < MOST; step++) {
    const to = await readlink(at).catch(() => undefined);
    if (to === undefined) return at;
    at = resolve(dirname(at), to);
  }
  return at;
}
