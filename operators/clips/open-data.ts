import { stat } from 'node:fs/promises';
import { join } from 'node:path';
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

/**
 * Open a data set of any form: a folder of videos and pictures, a list of captions (.csv, .jsonl), a folder of UCF-101, a tar file or a
 * folder of them, or a manifest of strips (manifest.json or its folder).
 *
 * @param warn told of what is not read
 * fails E_FILE_MISSING, E_DATA_FORM, and as the reader of the form does
 */
export async function openData(path: string, warn: (message: string) => void): Promise<Data> {
  const form = await formOf(path);
  const clips = {
    folder: () => readFolder(path),
    captions: () => readCaptions(path, warn),
    ucf101: () => readUcf101(path, { split: 1, part: 'train' }),
    shards: () => readShards(path),
    strips: () => readStrips(path.endsWith('.json') ? path : join(path, 'manifest.json'), ''),
  }[form];
  return { form, clips: await clips() };
}

/** The form of the data set at a path, by its ending or by what the folder holds. */
export async function formOf(path: string): Promise<DataForm> {
  const there = await stat(path).catch(() => undefined);
  if (there === undefined) await refuseOther(path, 'folder');
  if (there?.isDirectory() !== true) return formOfFile(path);
  if (await isUcf101(path)) return 'ucf101';
  const names = await listFiles(path);
  if (names.includes('manifest.json')) return 'strips';
  const has = (media: (ending: string) => boolean): boolean => names.some((name) => media(endingOf(name)));
  return has((ending) => ending === 'tar') && !has((ending) => mediaOf(ending) !== undefined) ? 'shards' : 'folder';
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
