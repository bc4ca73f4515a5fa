import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Clips } from '../values/clips.js';
import { dataFault } from './data-fault.js';
import { listFiles } from './list-files.js';
import { endingOf, mediaOf } from './media-of.js';
import { isJsonl, readCaptions } from './read-captions.js';
import { readFolder } from './read-folder.js';
import { readShards } from './read-shards.js';
import { readStrips } from './read-strips.js';
import { isUcf101, readUcf101 } from './read-ucf101.js';
import { refuseOther } from './refuse-other.js';

/** How a data set is laid out. */
export type DataForm = 'folder' | 'captions' | 'ucf101' | 'shards' | 'strips';

/** A data set, opened: its form and its clips. */
export interface Data {
  readonly form: DataForm;
  readonly clips: Clips;
}

/** Names of the lists of captions that are looked for in a folder; `metadata` is the name of the Hugging Face hub. */
const LISTS = ['captions.csv', 'captions.jsonl', 'metadata.csv', 'metadata.jsonl'];

/**
 * Open a data set of any form: a folder of videos and pictures, a list of captions (.csv, .jsonl) or a folder with one, a folder of
 * UCF-101, a tar file or a folder of them, or a manifest of strips (manifest.json or its folder).
 *
 * @param warn told of what is not read
 * fails E_FILE_MISSING, E_DATA_FORM, and as the reader of the form does
 */
export async function openData(path: string, warn: (message: string) => void): Promise<Data> {
  const { form, at } = await locate(path, warn);
  const clips = {
    folder: () => readFolder(at),
    captions: () => readCaptions(at, warn),
    ucf101: () => readUcf101(at, { split: 1, part: 'train' }),
    shards: () => readShards(at),
    strips: () => readStrips(at, ''),
  }[form];
  return { form, clips: await clips() };
}

/** Where a data set is, and how it is laid out. */
interface Located {
  readonly form: DataForm;
  /** The path, or the list inside that folder. */
  readonly at: string;
}

/** The form of the data set at a path, by its ending or by what the folder holds. */
async function locate(path: string, warn: (message: string) => void): Promise<Located> {
  const there = await stat(path).catch(() => undefined);
  if (there === undefined) await refuseOther(path, 'folder');
  if (there?.isDirectory() !== true) return { form: formOfFile(path), at: path };
  if (await isUcf101(path)) return { form: 'ucf101', at: path };
  const names = await listFiles(path);
  if (names.includes('manifest.json')) return { form: 'strips', at: join(path, 'manifest.json') };
  const list = listOf(names, path, warn);
  if (list !== undefined) return { form: 'captions', at: join(path, list) };
  const has = (media: (ending: string) => boolean): boolean => names.some((name) => media(endingOf(name)));
  const isTar = has((ending) => ending === 'tar') && !has((ending) => mediaOf(ending) !== undefined);
  return { form: isTar ? 'shards' : 'folder', at: path };
}

/** The list of captions in a folder, if it has one; fails E_DATA_FORM when it has several. */
function listOf(names: readonly string[], folder: string, warn: (message: string) => void): string | undefined {
  const [list, ...others] = LISTS.filter((name) => names.includes(name));
  if (list === undefined) {
    const deeper = names.find((name) => LISTS.includes(basename(name)));
    if (deeper !== undefined) warn(`${join(folder, deeper)} is not read; to train with it, name its folder`);
  } else if (others.length > 0) {
    throw dataFault('E_DATA_FORM', {
      file: folder,
      expected: 'one list of captions in a folder',
      got: [list, ...others].join(' and '),
      try: `name the one to read: ${join(folder, list)}`,
    });
  }
  return list;
}

function formOfFile(path: string): DataForm {
  const ending = endingOf(path);
  if (ending === 'tar') return 'shards';
  if (ending === 'json') return 'strips';
  if (ending === 'csv' || isJsonl(path)) return 'captions';
  throw dataFault('E_DATA_FORM', {
    file: path,
    expected: 'a folder of clips, a list of captions (.csv, .jsonl), a .tar file, or a manifest.json of strips',
    got: `a .${ending} file`,
    try: mediaOf(ending) === undefined ? 'hpdm data --help' : 'the folder that holds it',
  });
}
