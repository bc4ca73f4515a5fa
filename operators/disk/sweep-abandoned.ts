import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Start of the hidden name under which `name` is written before it is renamed: it says which process writes it. */
export const temporaryPrefix = (name: string): string => `.${name.replaceAll(/[^\w.-]/g, '_')}.part-${process.pid}-`;

/** A hidden name, new each time, under which `name` is written before it is renamed. */
export const temporaryName = (name: string): string => temporaryPrefix(name) + randomBytes(4).toString('hex');

/** Remove what processes that no longer run left in `folder` when they were writing `name`; the files of running processes stay. */
export async function sweepAbandoned(folder: string, name: string): Promise<void> {
  const start = temporaryPrefix(name).replace(/\d+-$/, '');
  const entries = await readdir(folder).catch(() => []);
  for (const entry of entries) {
    if (!entry.startsWith(start)) continue;
    const pid = /^(\d+)-/.exec(entry.slice(start.length))?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(folder, entry), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
