import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeFolder } from '../../../operators/disk/make-folder.js';

interface Holder {
  readonly pid: number;
  readonly host: string;
}

interface Options {
  readonly signal?: AbortSignal | undefined;
  /** Called once when another process holds the lock. */
  onWait?(this: void, pid: number): void;
}

const POLL_MS = 200;
/** A lock file of this age without a readable holder was left by a process that died while it wrote the file. */
const UNREADABLE_MS = 10_000;

/**
 * Run `body` while holding the lock file. Wait while the process that holds it is alive; take the lock over if that process is dead.
 *
 * @param file the lock file; its folder is created
 */
export async function withLock<T>(file: string, options: Options, body: () => Promise<T>): Promise<T> {
  await makeFolder(dirname(file));
  let told = false;
  while (!(await take(file))) {
    const holder = await readHolder(file);
    if (await isDead(file, holder)) await removeStale(file, holder);
    else if (!told && holder) {
      options.onWait?.(holder.pid);
      told = true;
    }
    await wait(POLL_MS);
    options.signal?.throwIfAborted();
  }
  try {
    return await body();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

async function isDead(file: string, holder: Holder | undefined): Promise<boolean> {
  if (holder === undefined) {
    const age = await stat(file).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    return age > UNREADABLE_MS;
  }
  // It is impossible to see whether a process on another machine is alive.
  if (holder.host !== hostname()) return false;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/**
 * Remove the lock of a dead process. Several processes may try this at once: renaming the file lets only one of them remove it, and the renamed
 * file shows if the lock was taken again in the meantime.
 */
async function removeStale(file: string, dead: Holder | undefined): Promise<void> {
  const aside = `${file}.${String(process.pid)}.stale`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const moved = await readHolder(aside);
  if (moved?.pid !== dead?.pid) await rename(aside, file);
  else await rm(aside, { force: true });
}
