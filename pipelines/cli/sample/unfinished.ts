import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { HpdmError, type Share } from '../../../dsl/index.js';
import { replaceFile } from '../../../operators/disk/replace-file.js';
import { writeError } from '../../../operators/disk/write-error.js';
import { differences } from './differences.js';
import { readRecord, type SamplingRecord } from './sampling-record.js';
import { makeFolder } from '../../../operators/disk/make-folder.js';

const RECORD = 'record.json';

/**
 * The folder beside a video in which a sampling keeps what is finished, until the video is complete: `out/.fox.mp4.unfinished`, or
 * `out/.{n}.mp4.3-of-64.unfinished` for a share.
 *
 * @returns undefined for a stream, which has no place beside it
 */
export function unfinishedFolder(video: string, share?: Share): string | undefined {
  if (video === '-' || /^\w+:/.test(video)) return undefined;
  const part = share === undefined ? '' : `.${share.index}-of-${share.of}`;
  // a folder that is named by its videos is not there before them
  const named = /^((?:[^{]*\/)?)([^/]*\{[^]*)$/.exec(video);
  const [folder, name] = named === null ? [dirname(video), basename(video)] : [named[1] ?? '', named[2] ?? ''];
  return join(folder, `.${name.replace(/\/$/, '').replaceAll('/', '~')}${part}.unfinished`);
}

/** The record of the sampling that a folder is of; fails E_RESUME when there is none. */
export function recordOfUnfinished(folder: string | undefined, video: string): string {
  const file = join(folder ?? '', RECORD);
  if (folder !== undefined && existsSync(file)) return file;
  throw new HpdmError({
    code: 'E_RESUME',
    path: '--resume',
    expected: `a sampling of ${video} that was stopped`,
    got: existsSync(video) ? 'none: the video is complete' : 'none',
    try: 'the --out of that sampling, or leave out --resume to begin',
  });
}

/**
 * Begin a sampling in a folder: what another one has left there is removed, unless this one goes on with it.
 *
 * fails E_RESUME when it is to go on and is another sampling; E_FOLDER, E_OUTPUT_WRITE, E_DISK_FULL
 */
export async function beginIn(folder: string, record: SamplingRecord, goesOn: boolean): Promise<void> {
  const file = join(folder, RECORD);
  if (goesOn) {
    refuseOther(readRecord(file), record);
    return;
  }
  try {
    await rm(folder, { recursive: true, force: true });
    await makeFolder(folder);
  } catch (error) {
    throw writeError(error, dirname(folder), { path: '--out', early: true });
  }
  await replaceFile(file, [Buffer.from(`${JSON.stringify(record, null, 2)}\n`)]);
}

/** Whether a folder is of this sampling. */
export const isOf = (folder: string, record: SamplingRecord): boolean =>
  existsSync(join(folder, RECORD)) && differences(readRecord(join(folder, RECORD)), record).length === 0;

/** Whether there is something to go on with. */
export const hasFinished = (folder: string): boolean =>
  existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.safetensors'));

/** Remove the folder. */
export const forget = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/** Refuse flags that change what is sampled; where it goes and how fast may change. */
function refuseOther(earlier: SamplingRecord, now: SamplingRecord): void {
  const changed = differences(earlier, now);
  if (changed.length === 0) return;
  throw new HpdmError({
    code: 'E_RESUME',
    path: '--resume',
    expected: 'the sampling that was stopped, with nothing changed',
    got: `another ${changed.join(', ')}`,
    try: 'no flags beside --resume and --out, or leave out --resume to begin anew',
  });
}
