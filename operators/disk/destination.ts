import { mkdir, open, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { leftOver } from './left-over.js';
import { linkTarget } from './link-target.js';
import { exists, refuseTaken, type Taking } from './refuse-taken.js';
import { sweepAbandoned, temporaryName } from './sweep-abandoned.js';
import { syncFolder } from './sync-folder.js';
import { writeError } from './write-error.js';
import { makeFolder } from './make-folder.js';

interface Options extends Taking {
  /** A test for the names of the files that belong to the output (frames, segments), of which `leftOver` says which are removed when it is replaced. */
  readonly siblings?: RegExp;
}

/**
 * The temporary and the final place of an output. Files are written in a temporary folder beside their final place and
 * renamed when all are complete, so a partial file never has its final name. A symbolic link to a single file stays, and the file that it leads to
 * is replaced.
 */
export class Destination {
  readonly #folder: string;
  readonly #options: Options;
  readonly #made: string | undefined;
  /** The names of files that have another place than the folder. */
  readonly #elsewhere: ReadonlyMap<string, string>;
  /** The temporary folder to write into, `.name.part-<pid>-…`. */
  readonly temporary: string;

  private constructor(
    folder: string,
    made: string | undefined,
    temporary: string,
    elsewhere: ReadonlyMap<string, string>,
    options: Options,
  ) {
    this.#folder = folder;
    this.#elsewhere = elsewhere;
    this.#made = made;
    this.temporary = temporary;
    this.#options = options;
  }

  /**
   * Create the folder and its parents if needed, and test that it can be written to.
   * fails E_EXISTS when `name` exists and must not or cannot be replaced, E_IS_FOLDER when a folder has that name, E_FOLDER when the
   * folder cannot be created or written to, E_DISK_FULL
   */
  static async open(folder: string, name: string, options: Options): Promise<Destination> {
    const path = resolve(folder);
    let made: string | undefined;
    try {
      await refuseTaken(join(path, name), options);
      made = await makeFolder(path);
      const taken = options.overwrite === false ? await matching(path, options.siblings) : [];
      if (taken[0] !== undefined) throw exists(join(folder, taken[0]), options.place);
      const target = options.siblings === undefined ? await linkTarget(join(path, name)) : join(path, name);
      // where the file will be, as a file can be renamed within one disk only
      const beside = dirname(target);
      await sweepAbandoned(beside, name);
      const temporary = join(beside, temporaryName(name));
      await mkdir(temporary);
      return new Destination(path, made, temporary, new Map([[name, target]]), options);
    } catch (error) {
      await removeEmpty(path, made);
      throw writeError(error, folder, { path: options.place, early: true });
    }
  }

  /** Write one file into the temporary folder. */
  async write(name: string, bytes: Uint8Array): Promise<void> {
    await writeFile(join(this.temporary, name), bytes).catch((error: unknown) => {
      throw writeError(error, this.#folder, { path: this.#options.place });
    });
  }

  /** Fsync all written files and rename them to their final place; the file `last` comes after all others. */
  async commit(last?: string): Promise<void> {
    try {
      const names = await readdir(this.temporary);
      for (const name of names) await syncFile(join(this.temporary, name));
      const { siblings } = this.#options;
      const stale = siblings === undefined ? [] : leftOver(await readdir(this.#folder), siblings, names);
      for (const name of names.sort((a, b) => Number(a === last) - Number(b === last))) {
        const path = this.#elsewhere.get(name) ?? join(this.#folder, name);
        await refuseTaken(path, this.#options);
        await rename(join(this.temporary, name), path);
      }
      for (const name of stale) await rm(join(this.#folder, name));
      await rmdir(this.temporary);
      await syncFolder(this.#folder);
    } catch (error) {
      throw writeError(error, this.#folder, { path: this.#options.place });
    }
  }

  /** As `commit`, of one file that gets another name. */
  async commitAs(written: string, name: string): Promise<void> {
    await rename(join(this.temporary, written), join(this.temporary, name));
    await this.commit();
  }

  /** Remove the written files and the folders that were created for them. */
  async discard(): Promise<void> {
    await rm(this.temporary, { recursive: true, force: true });
    await removeEmpty(this.#folder, this.#made);
  }
}

/** Wait until a file that another program wrote is on the disk. */
async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function matching(folder: string, siblings?: RegExp): Promise<string[]> {
  return siblings === undefined ? [] : (await readdir(folder)).filter((name) => siblings.test(name)).sort();
}

/** Remove `folder` and its parents up to `made`, if they are empty. */
async function removeEmpty(folder: string, made: string | undefined): Promise<void> {
  if (made === undefined) return;
  for (let at = folder; at.startsWith(made); at = dirname(at)) {
    if (
      await rmdir(at).then(
        () => false,
        () => true,
      )
    )
      return;
  }
}
