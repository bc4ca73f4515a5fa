import { open } from 'node:fs/promises';

/** Write a new file and wait until its content is on the disk; fails when the file exists. */
export async function writeSynced(path: string, chunks: Iterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for (const chunk of chunks) await file.writeFile(chunk); // each chunk is appended to the previous one
    await file.sync();
  } finally {
    await file.close();
  }
}
