import { itemAt } from '../../dsl/index.js';
import { join } from 'node:path';
import type { Clip, Clips } from '../values/clips.js';
import { dataFault } from './data-fault.js';
import { inParallel } from './in-parallel.js';
import { listFiles } from './list-files.js';
import { endingOf, isStill, mediaOf, needsHead, readHead } from './media-of.js';
import { clipsOf } from './clips-of.js';
import { refuseOther } from './refuse-other.js';

/**
 * The videos and pictures below a folder, in the order of their names; a sub-folder of it is a class.
 *
 * fails E_FILE_MISSING, E_DATA_FORM when it is not a folder, E_DATA_EMPTY when it has no videos or pictures
 */
export async function readFolder(folder: string): Promise<Clips> {
  await refuseOther(folder, 'folder');
  const all = await listFiles(folder);
  const names = all.filter((name) => mediaOf(endingOf(name)) !== undefined);
  if (names.length === 0) {
    throw dataFault('E_DATA_EMPTY', {
      file: folder,
      expected: 'videos or pictures (mp4, webm, gif, webp, png, jpg …) in the folder or in folders inside it',
      got: otherFiles(all),
      try: 'check the path; for tar files or a list of captions, name the folder of tar files or the list itself',
    });
  }
  const classes = [...new Set(names.filter((name) => name.includes('/')).map(classOf))].sort();
  const clips = await inParallel(names, 32, async (name): Promise<Clip> => {
    const path = join(folder, name);
    const label = classes.indexOf(classOf(name));
    return {
      name,
      source: { kind: 'file', path },
      ...(name.includes('/') ? { label } : {}),
      ...((await isPicture(path)) ? { still: true } : {}),
    };
  });
  return clipsOf(clips, classes);
}

const classOf = (name: string): string => itemAt(name.split('/'), 0);

/** Whether a file is a single picture; one that cannot be opened is reported when it is decoded. */
export async function isPicture(path: string): Promise<boolean> {
  const ending = endingOf(path);
  if (!needsHead(ending)) return isStill(ending, new Uint8Array());
  return readHead(path).then(
    (head) => isStill(ending, head),
    () => false,
  );
}

/** Files that are neither videos nor pictures, in words. */
function otherFiles([first, ...more]: readonly string[]): string {
  if (first === undefined) return 'no files';
  return more.length === 0
    ? `1 file of another kind, ${first}`
    : `${more.length + 1} files of other kinds, such as ${first}`;
}
