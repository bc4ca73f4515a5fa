import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, parse } from 'node:path';
import { HpdmError } from '../../dsl/index.js';
import { inside } from './documents.js';
import type { Result } from './protocol.js';

/** What a browser plays or shows, by its ending. */
const TYPES: Readonly<Record<string, string>> = {
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.png': 'image/png',
};
/** The folder where the documents that come with hpdm write. */
const OUT = 'out';
const [DEPTH, MOST] = [3, 300];

/** The videos under a studio's `out` with the records beside them. */
export class Results {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Those that have a record, of `hpdm sample` or of the studio; the newest first. */
  list(): Result[] {
    const found = existsSync(join(this.#folder, OUT)) ? this.#records(OUT, DEPTH) : [];
    return found
      .flatMap((record) => this.#resultOf(record) ?? [])
      .sort((a, b) => b.time - a.time)
      .slice(0, MOST);
  }

  /** The record of a video, as data. */
  record(file: string): Readonly<Record<string, unknown>> {
    const path = inside(this.#folder, file);
    return JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, unknown>>;
  }

  /**
   * Where a file of a result lies, and what it is.
   *
   * fails E_OUTSIDE; E_FILE_MISSING for one that is not there or is nothing to be shown
   */
  file(name: string): { readonly path: string; readonly type: string } {
    const path = inside(this.#folder, name);
    const type = TYPES[parse(path).ext.toLowerCase()];
    if (type !== undefined && existsSync(path) && statSync(path).isFile()) return { path, type };
    const [expected, advice] = ['a video or a picture', 'look at the results again'];
    throw new HpdmError({ code: 'E_FILE_MISSING', expected, got: basename(name), try: advice });
  }

  #records(folder: string, depth: number): string[] {
    return readdirSync(join(this.#folder, folder), { withFileTypes: true }).flatMap((entry): string[] => {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.')) return [];
      if (entry.isDirectory()) return depth === 0 ? [] : this.#records(path, depth - 1);
      return entry.name.endsWith('.json') ? [path] : [];
    });
  }

  /** A record with the video beside it; undefined for other JSON. */
  #resultOf(record: string): Result | undefined {
    const { dir, name } = parse(record);
    const video = Object.keys(TYPES)
      .filter((ending) => ending !== '.png')
      .map((ending) => join(dir, `${name}${ending}`))
      .find((path) => existsSync(join(this.#folder, path)));
    if (video === undefined) return undefined;
    const read = readJson(join(this.#folder, record));
    const { parameters, device, backend, seconds } = read;
    if (typeof parameters !== 'object' || parameters === null) return undefined;
    const sheet = join(dir, `${name}.png`);
    return {
      ...{ record, video, time: statSync(join(this.#folder, video)).mtimeMs },
      parameters: parameters as Readonly<Record<string, unknown>>,
      ...(existsSync(join(this.#folder, sheet)) ? { sheet } : {}),
      made: typeof device === 'string' ? device : typeof backend === 'string' ? backend : '',
      ...(typeof seconds === 'number' ? { seconds } : {}),
    };
  }
}

function readJson(path: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = statSync(path).size > 2 ** 20 ? {} : JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
