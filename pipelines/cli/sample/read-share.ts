import { numbered, counted, HpdmError, type Share } from '../../../dsl/index.js';
import type { Environment } from '../../../operators/tensor/members/gang.js';

/**
 * The part of the videos that a process makes, as `--share` says: `3/64` is the fourth of 64. Where `auto` stands for the number, it is that of
 * the task in its Slurm array or Indexed Job of Kubernetes; `auto` alone takes the number of tasks from an array that begins at 0, too.
 *
 * fails E_SET when it is something else, or the environment does not say it
 */
export function readShare(text: string, env: Environment): Share {
  if (text === 'auto') return ofArray(env);
  const [, number = '', parts = ''] = /^(\d+|auto)\/(\d+)$/.exec(text) ?? [];
  const share = { index: number === 'auto' ? taskOf(env) : Number(number), of: Number(parts) };
  if (number === '' || share.of === 0) throw refused('k/n, such as 3/64, or auto/64', text, '--share 0/64');
  if (share.index < share.of) return share;
  throw refused(
    `${numbered(share.of - 1, 'the number', 'a number')} before /${share.of}`,
    `${share.index}`,
    `--share 0/${share.of}`,
  );
}

/** The first of the videos of a share, and how many it has; shares follow each other, and differ by one video at most. */
export function videosOf({ index, of }: Share, count: number): { readonly first: number; readonly count: number } {
  const [first, end] = [index, index + 1].map((part) => Math.floor((part * count) / of)) as [number, number];
  return { first, count: end - first };
}

/** The number of this task. */
function taskOf({ SLURM_ARRAY_TASK_ID: slurm, JOB_COMPLETION_INDEX: kubernetes }: Environment): number {
  const number = slurm ?? kubernetes;
  if (number !== undefined && /^\d+$/.test(number)) return Number(number);
  const expected = 'the number of the task in SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX';
  throw refused(expected, number ?? 'neither', '--share 0/64');
}

/** The share of a task of a whole Slurm array. Some tasks of an array that are started again alone do not know how many there were. */
function ofArray(env: Environment): Share {
  const index = taskOf(env);
  const [count, first, last] = ['COUNT', 'MIN', 'MAX'].map((name) => Number(env[`SLURM_ARRAY_TASK_${name}`]));
  if (first === 0 && last === (count ?? NaN) - 1) return { index, of: last + 1 };
  const got =
    count === undefined || Number.isNaN(count)
      ? 'no number of tasks'
      : `${counted(count, 'task')}, ${first === last ? first : `${first} to ${last}`}`;
  throw refused('a Slurm array whose tasks are numbered from 0 without gaps', got, '--share auto/64');
}

const refused = (expected: string, got: string, advice: string): HpdmError =>
  new HpdmError({ code: 'E_SET', path: '--share', expected, got, try: advice });
