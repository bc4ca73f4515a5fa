import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { itemAt } from '../../dsl/index.js';
import type { Clips } from '../values/clips.js';
import { clipsOf } from './clips-of.js';
import { dataFault, someOf } from './data-fault.js';
import { inParallel } from './in-parallel.js';
import { refuseOther } from './refuse-other.js';

const LISTS = 'ucfTrainTestlist';
const CLASSES = 'classInd.txt';
const ADVICE = 'unpack UCF101TrainTestSplits-RecognitionTask.zip into the folder';

/** Which of the three official splits, and which part of it. */
export interface Ucf101Part {
  /** 1, 2 or 3. */
  readonly split: number;
  readonly part: 'train' | 'test' | 'all';
}

/**
 * The clips of UCF-101, with its classes in their official order: a folder with `UCF-101` (a folder per class) and `ucfTrainTestlist`.
 *
 * fails E_FILE_MISSING; E_DATA_FORM when a list is missing or has a line that does not fit, or when clips of it are missing
 * source https://www.crcv.ucf.edu/data/UCF101.php
 */
export async function readUcf101(folder: string, { split, part }: Ucf101Part): Promise<Clips> {
  await refuseOther(folder, 'folder');
  const classes = (await readLines(folder, CLASSES)).map((line) => classIn(line, folder));
  const lists = part === 'all' ? (['train', 'test'] as const) : [part];
  const lines = await Promise.all(lists.map((list) => readLines(folder, `${list}list0${split}.txt`)));
  const names = lines.flat().map((line) => itemAt(line.split(/\s+/), 0));
  const clips = await inParallel(names, 32, async (name) => {
    const label = classes.indexOf(itemAt(name.split('/'), 0));
    const path = join(folder, 'UCF-101', name);
    const there = label >= 0 && (await stat(path).catch(() => undefined)) !== undefined;
    return { there, clip: { name, label, source: { kind: 'file' as const, path } } };
  });
  const missing = clips.filter(({ there }) => !there).map(({ clip }) => clip.name);
  if (missing.length > 0) {
    throw dataFault('E_DATA_FORM', {
      file: join(folder, 'UCF-101'),
      expected: `every clip of the ${part} list of split ${split}, in the folder of its class`,
      got: `${missing.length} of ${clips.length} that ${missing.length === 1 ? 'is' : 'are'} missing: ${someOf(missing, 4)}`,
      try: 'unpack UCF101.rar again, or use data.folder for what is there',
    });
  }
  return clipsOf(
    clips.map(({ clip }) => clip),
    classes,
  );
}

/** Whether a folder is laid out like UCF-101. */
export const isUcf101 = async (folder: string): Promise<boolean> =>
  (await stat(join(folder, LISTS, CLASSES)).catch(() => undefined)) !== undefined;

/** The class of a line such as `1 ApplyEyeMakeup`. */
function classIn(line: string, folder: string): string {
  const [, name] = line.split(/\s+/);
  if (name !== undefined) return name;
  throw dataFault('E_DATA_FORM', {
    file: join(folder, LISTS, CLASSES),
    expected: 'a number and the name of a class on each line',
    got: `"${line}"`,
    try: ADVICE,
  });
}

async function readLines(folder: string, list: string): Promise<string[]> {
  const file = join(folder, LISTS, list);
  const text = await readFile(file, 'utf8').catch(() => {
    throw dataFault('E_DATA_FORM', {
      file,
      expected: 'the list of the official split',
      got: 'no such file',
      try: ADVICE,
    });
  });
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
