import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { counted, show } from '../../dsl/index.js';
import type { Clip, Clips } from '../values/clips.js';
import { clipsOf } from './clips-of.js';
import { dataFault } from './data-fault.js';
import { inParallel } from './in-parallel.js';
import { listFiles } from './list-files.js';
import { endingOf, isStill, mediaOf, needsHead } from './media-of.js';
import { refuseOther } from './refuse-other.js';
import { readBytes, tarMembers, type TarMember } from './tar-members.js';

/** Tar files that are scanned at a time. */
const OPEN_FILES = 8;
const HEAD_BYTES = 4096;

/** A clip of a tar file whose label is still as it is written there. */
interface Labelled {
  readonly clip: Clip;
  readonly label?: string | number;
}

/**
 * The clips in one tar file, or in all tar files of a folder, as WebDataset lays them out: files with the same name up to the first dot
 * belong together. `.txt` has the caption, `.cls` the number of the class, `.json` both (`caption` or `text`, `label` or `cls`).
 *
 * fails E_FILE_MISSING, E_DATA_EMPTY, E_SHARD
 */
export async function readShards(path: string): Promise<Clips> {
  const there = await stat(path).catch(() => undefined);
  if (there === undefined) await refuseOther(path, 'folder');
  const files =
    there?.isDirectory() === true ? (await listFiles(path)).filter((name) => endingOf(name) === 'tar') : [''];
  const perShard = await inParallel(files, OPEN_FILES, (name) => readShard(join(path, name)));
  const found = perShard.flat();
  if (found.length === 0) {
    const got = files.length === 0 ? 'no tar files' : `${counted(files.length, 'tar file')} without any`;
    throw dataFault('E_DATA_EMPTY', {
      file: path,
      expected: 'videos or pictures in tar files',
      got,
      try: 'check the path',
    });
  }
  const classes = classesOf(found);
  return clipsOf(
    found.map(({ clip, label }) =>
      label === undefined ? clip : { ...clip, label: typeof label === 'number' ? label : classes.indexOf(label) },
    ),
    classes,
  );
}

/** Numbers stay what they are; names are sorted. */
function classesOf(found: readonly Labelled[]): string[] {
  const labels = new Set(found.flatMap(({ label }) => (label === undefined ? [] : [label])));
  const names = [...labels].filter((label) => typeof label === 'string').sort();
  const most = Math.max(-1, ...[...labels].filter((label) => typeof label === 'number'));
  return names.length > 0 ? names : Array.from({ length: most + 1 }, (_, label) => `${label}`);
}

async function readShard(path: string): Promise<Labelled[]> {
  const file = await open(path, 'r').catch((error: unknown) => {
    const got = (error as Error).message;
    throw dataFault('E_SHARD', { file: path, expected: 'a file that can be read', got, try: 'check its permissions' });
  });
  try {
    const groups = new Map<string, TarMember[]>();
    for (const member of await tarMembers(file, (await file.stat()).size, path)) {
      const key = keyOf(member.name);
      groups.set(key, [...(groups.get(key) ?? []), member]);
    }
    const found: Labelled[] = [];
    for (const [key, members] of groups) found.push(...(await samplesOf(key, members, file, path)));
    return found;
  } finally {
    await file.close();
  }
}

/** The name up to the first dot after the last slash. */
const keyOf = (name: string): string => name.replace(/(^|\/)([^/.]*)[^/]*$/, '$1$2');

async function samplesOf(
  key: string,
  members: readonly TarMember[],
  file: FileHandle,
  path: string,
): Promise<Labelled[]> {
  const about: Record<string, unknown> = {};
  for (const { name, start, end } of members) {
    const type = endingOf(name);
    if (!['txt', 'cls', 'json'].includes(type)) continue;
    const text = (await readBytes(file, start, end - start)).toString('utf8').trim();
    Object.assign(
      about,
      type === 'txt' ? { caption: text } : type === 'cls' ? { label: text } : parse(text, name, path),
    );
  }
  const caption = about['caption'] ?? about['text'];
  const label = labelOf(about['label'] ?? about['cls']);
  const media = members.filter(({ name }) => mediaOf(endingOf(name)) !== undefined);
  return Promise.all(
    media.map(async ({ name, start, end }) => {
      const type = endingOf(name);
      const head = needsHead(type) ? await readBytes(file, start, Math.min(HEAD_BYTES, end - start)) : new Uint8Array();
      const clip: Clip = {
        name: `${basename(path)}/${media.length === 1 ? key : name}`,
        source: { kind: 'part', path, start, end, type },
        ...(typeof caption === 'string' && caption !== '' ? { captions: [caption] } : {}),
        ...(isStill(type, head) ? { still: true } : {}),
      };
      return { clip, ...(label === undefined ? {} : { label }) };
    }),
  );
}

function labelOf(label: unknown): string | number | undefined {
  if (typeof label === 'number' && Number.isSafeInteger(label) && label >= 0) return label;
  if (typeof label !== 'string' || label === '') return undefined;
  return /^\d{1,6}$/.test(label) ? Number(label) : label;
}

function parse(text: string, name: string, path: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // refused below
  }
  const got = `${name} with ${show(text.slice(0, 40))}`;
  throw dataFault('E_SHARD', {
    file: path,
    expected: 'JSON objects in .json files',
    got,
    try: 'write that shard again',
  });
}
