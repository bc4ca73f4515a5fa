import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { runFailure, type HpdmError } from '../../dsl/index.js';
import { temporaryPrefix } from './sweep-abandoned.js';

/**
 * Write a file whole or not at all: to a temporary name in the same folder, fsynced, renamed over `path`.
 *
 * @param chunks the content, in order
 * fails E_DISK_FULL, E_OUTPUT_PATH (both exit code 3), with what was at `path` untouched and nothing left beside it
 */
export async function writeWhole(path: string, chunks: Iterable<Uint8Array>): Promise<void> {
  const temporary = join(dirname(path), temporaryPrefix(basename(path)) + randomBytes(4).toString('hex'));
  try {
    await writeSynced(temporary, chunks);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeFailure(path, error);
  }
}

async function writeSynced(path: string, chunks: Iterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for (const chunk of chunks) await file.writeFile(chunk); // each goes on where the last ended
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Make the new name as durable as the content; Windows cannot open a folder, and needs no such step. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function writeFailure(file: string, error: unknown): HpdmError {
  const { code, message } = error as NodeJS.ErrnoException;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return runFailure(
    {
      code: full ? 'E_DISK_FULL' : 'E_OUTPUT_PATH',
      place: { file },
      message: full ? 'the disk is full' : 'the file cannot be written',
      expected: full ? 'room for the whole file' : 'a name in a folder that exists and can be written',
      got: message,
      try: full ? 'free some space, or write to another disk' : 'make the folder, or check its permissions',
    },
    error,
  );
}
