import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { itemAt } from '../../dsl/index.js';
import type { Clips } from '../values/clips.js';
import { clipsOf } from './clips-of.js';
import { dataFault, someOf } from './data-fault.js';
import { inParallel } from './slots.js';
import { refuseOther } from './refuse-other.js';

const LISTS = 'ucfTrainTestlist';

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
  const classes = (await readLines(folder, 'classInd.txt')).map((line) => line.split(/\s+/)[1] ?? '');
  const lists = part === 'all' ? (['train', 'test'] as const) : [part];
  const lines = await Promise.all(lists.map((list) => readLines(folder, `${list}list0${split}.txt`)));
  const names = lines.flat().map((line) => itemAt(line.split(/\s+/), 0));
  const clips = await inParallel(names, 32, async (name) => {
    const label = classes.indexOf(name.split('/')[0] ?? '');
    const path = join(folder, 'UCF-101', name);
    const there = label >= 0 && (await stat(path).catch(() => undefined)) !== undefined;
    return { there, clip: { name, label, source: { kind: 'file' as const, path } } };
  });
  const missing = clips.filter(({ there }) => !there).map(({ clip }) => clip.name);
  if (missing.length > 0) {
    throw dataFault('E_DATA_FORM', {
      file: join(folder, 'UCF-101'),
      expected: `every clip of the ${part} list of split ${split}, in the folder of its class`,
      got: `${missing.length} of ${clips.length} that are missing: ${someOf(missing, 4)}`,
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
  (await stat(join(folder, LISTS, 'classInd.txt')).catch(() => undefined)) !== undefined;

async function readLines(folder: string, list: string): Promise<string[]> {
  const file = join(folder, LISTS, list);
  const text = await readFile(file, 'utf8').catch(() => {
    const advice = 'unpack UCF101TrainTestSplits-RecognitionTask.zip into the folder';
    throw dataFault('E_DATA_FORM', {
      file,
      expected: 'the list of the official split',
      got: 'no such file',
      try: advice,
    });
  });
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
