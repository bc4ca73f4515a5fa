import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { HpdmError, readSource } from '../../dsl/index.js';
import { replaceFile } from '../../operators/disk/replace-file.js';
import { builtIn } from '../built-in.js';
import { documentFile, readyDocuments } from '../ready-documents.js';
import { movedText } from './moved-text.js';
import type { Edited, Listed, Stored } from './protocol.js';
import { MOST_BYTES } from './read-body.js';

const ENDING = /\.(ya?ml|json)$/i;
/** Folders that hold no documents of the user's. */
const SKIPPED = ['node_modules', 'out', 'dist', 'weights'];
const MOST_LISTED = 200;

/** The documents that a studio reads and writes: those in its folder, and those that come with hpdm. */
export class Documents {
  readonly #folder: string;
  /** A document elsewhere that the user named. */
  readonly #named: string | undefined;

  /** @param named the document that the studio was started with */
  constructor(folder: string, named?: string) {
    this.#folder = realpathSync(folder);
    this.#named = named === undefined ? undefined : resolve(folder, named);
  }

  /** Those that can be opened, the user's first. */
  list(): Listed[] {
    const own = this.#files('', 2).flatMap((file): Listed[] => {
      const text = firstPart(join(this.#folder, file));
      if (!/^\s*["']?(hpdm|extends)["']?\s*:/m.test(text)) return [];
      const about = /^about:\s*(.+)$/m.exec(text)?.[1] ?? '';
      return [{ file, name: file, about, ready: false }];
    });
    const ready = readyDocuments().map(({ name, about }) => ({ file: documentFile(name), name, about, ready: true }));
    return [...own, ...ready];
  }

  /** Read a document; fails E_OUTSIDE, E_TOO_LARGE, E_FILE. */
  read(file: string): Stored {
    const path = this.locate(file);
    const text = readText(path, file);
    return { file: this.nameOf(path), text, version: versionOf(text), ready: isReady(path) };
  }

  /**
   * Write a document to its file, in the studio's folder.
   *
   * @param over the version that it was made from; undefined for a new file
   * @param from the document that it is a copy of
   * fails E_OUTSIDE, E_CHANGED when the file is another version, E_OUTPUT_PATH, E_OUTPUT_WRITE
   */
  async save({ file, text }: Edited, over: string | undefined, from?: string): Promise<Stored> {
    const path = this.locate(file);
    if (isReady(path)) {
      const advice = 'a name of your own, in your folder';
      throw new HpdmError({ code: 'E_OUTSIDE', expected: 'a file of your own', got: file, try: advice });
    }
    const before = existsSync(path) ? versionOf(readText(path, file)) : undefined;
    if (before !== over) throw changed(file, over === undefined);
    const moved = from === undefined ? text : movedText(text, this.locate(from), path);
    await replaceFile(path, [Buffer.from(moved)]);
    return this.read(path);
  }

  /**
   * The path of a document.
   *
   * fails E_OUTPUT_PATH for a name with another ending, E_OUTSIDE for a file that is neither in the folder nor comes with hpdm
   */
  locate(file: string): string {
    const path = resolve(this.#folder, file);
    if (!ENDING.test(path)) {
      const [expected, advice] = ['a name ending in .yaml or .json', `${file}.yaml`];
      throw new HpdmError({ code: 'E_OUTPUT_PATH', expected, got: file, try: advice });
    }
    if (path === this.#named || isReady(path)) return path;
    return inside(this.#folder, file);
  }

  /** The name of a file for the page: relative to the folder if it is in it. */
  nameOf(path: string): string {
    const name = relative(this.#folder, path);
    return name.startsWith('..') || isAbsolute(name) ? path : name;
  }

  #files(folder: string, depth: number): string[] {
    const entries = readdirSync(join(this.#folder, folder), { withFileTypes: true });
    const found = entries.flatMap((entry): string[] => {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.') || SKIPPED.includes(entry.name)) return [];
      if (entry.isDirectory()) return depth === 0 ? [] : this.#files(path, depth - 1);
      return ENDING.test(path) ? [path] : [];
    });
    return found.slice(0, MOST_LISTED);
  }
}

/**
 * The path of a file in a folder, whether it is there or not; links are followed.
 *
 * fails E_OUTSIDE for one that is elsewhere
 */
export function inside(folder: string, file: string): string {
  const path = resolve(folder, file);
  let there = path;
  while (!existsSync(there)) there = dirname(there);
  const real = realpathSync(there);
  const root = realpathSync(folder);
  if (real === root || real.startsWith(`${root}${sep}`)) return path;
  const [expected, advice] = [`a file in ${folder}`, 'start the studio in the folder of the file'];
  throw new HpdmError({ code: 'E_OUTSIDE', expected, got: file, try: advice });
}

/** Whether a file comes with hpdm. */
function isReady(path: string): boolean {
  const root = dirname(builtIn('sample.yaml'));
  return path.startsWith(`${root}${sep}`) && ENDING.test(path);
}

function readText(path: string, file: string): string {
  if (existsSync(path) && statSync(path).size > MOST_BYTES / 2) {
    const [expected, got] = [`a document of at most ${MOST_BYTES / 2 ** 21} MiB`, `${file}, which is larger`];
    throw new HpdmError({ code: 'E_TOO_LARGE', expected, got, try: 'split it: extends, graph: FILE' });
  }
  if (!existsSync(path)) readSource(path); // says what is wrong
  return readFileSync(path, 'utf8');
}

/** The beginning of a file. */
const firstPart = (path: string): string => (statSync(path).size > MOST_BYTES / 2 ? '' : readFileSync(path, 'utf8'));

const versionOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

const changed = (file: string, isNew: boolean): HpdmError =>
  new HpdmError({
    code: 'E_CHANGED',
    expected: isNew ? 'the name of a new file' : `${file} as it was when this page read it`,
    got: isNew ? `${file}, which exists` : 'another version, written by another page or program',
    try: isNew ? `another name than ${basename(file)}` : 'open it again, or save under another name',
  });
