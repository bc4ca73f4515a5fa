import { statSync, utimesSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** The decoded clips of a folder, which are kept within a number of bytes: those used longest ago are removed. */
export class CacheBudget {
  /** Bytes of the files, the one used longest ago first. */
  readonly #files: Map<string, number>;
  readonly #limit: number;
  /** Per reader, the files that it uses now. */
  readonly #held = new Map<object, readonly string[]>();
  #bytes: number;
  #told = false;

  private constructor(files: Map<string, number>, limit: number) {
    this.#files = files;
    this.#limit = limit;
    this.#bytes = [...files.values()].reduce((sum, size) => sum + size, 0);
  }

  /**
   * The budget of a folder, one for all its readers in this process; files in it were last used at their time of change.
   *
   * @param limit bytes; Infinity for none
   */
  static of(folder: string, limit: number): Promise<CacheBudget> {
    const key = `${limit} ${resolve(folder)}`;
    const known = budgets.get(key) ?? filesIn(folder).then((files) => new CacheBudget(files, limit));
    budgets.set(key, known);
    return known;
  }

  /** Bytes of all files. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether it should be said how large the folder is: once for all its readers, and not while it is empty. */
  isNews(): boolean {
    const isNews = !this.#told && this.#bytes > 0;
    this.#told ||= isNews;
    return isNews;
  }

  /**
   * Note the files that a reader uses now, instead of those that it used before, and remove others until the rest fits.
   *
   * @returns the files that were removed
   */
  async use(reader: object, files: readonly string[]): Promise<readonly string[]> {
    this.#held.set(reader, files);
    for (const file of files) this.#touch(file);
    const removed: string[] = [];
    const kept = new Set([...this.#held.values()].flat());
    for (const [file, size] of this.#files) {
      if (this.#bytes <= this.#limit) break;
      if (kept.has(file)) continue;
      this.#files.delete(file);
      this.#bytes -= size;
      removed.push(file);
    }
    await Promise.all(removed.map((file) => rm(file, { force: true })));
    return removed;
  }

  /** Forget a reader. */
  leave(reader: object): void {
    this.#held.delete(reader);
  }

  #touch(file: string): void {
    const size = this.#files.get(file) ?? statSync(file, { throwIfNoEntry: false })?.size;
    if (size === undefined) return;
    if (!this.#files.delete(file)) this.#bytes += size;
    this.#files.set(file, size);
    if (this.#limit === Infinity) return;
    const now = new Date();
    try {
      utimesSync(file, now, now);
    } catch {
      // the order is known in this run, and only a later one knows less
    }
  }
}

const budgets = new Map<string, Promise<CacheBudget>>();

async function filesIn(folder: string): Promise<Map<string, number>> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.safetensors'));
  const found: { readonly file: string; readonly size: number; readonly used: number }[] = [];
  for (const name of names) {
    const file = join(folder, name);
    const there = await stat(file).catch(() => undefined);
    if (there !== undefined) found.push({ file, size: there.size, used: there.mtimeMs });
  }
  return new Map(found.sort((a, b) => a.used - b.used).map(({ file, size }) => [file, size]));
}
