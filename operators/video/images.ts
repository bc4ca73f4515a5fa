import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runFailure } from '../../dsl/index.js';

const PNG_END = Buffer.from('IEND');

/**
 * Make sure that every image of a folder is whole: ffmpeg's image writer says nothing, and exits with 0, when the disk is full.
 * fails E_DISK_FULL when a file is empty, or a PNG without its end
 */
export async function checkImages(folder: string, place: string): Promise<void> {
  const names = (await readdir(folder)).sort();
  for (const name of names) {
    if (await isWhole(join(folder, name))) continue;
    const fault = { code: 'E_DISK_FULL', path: place, message: 'the disk is full' };
    const got = `${name} and perhaps more of ${names.length} images cut off`;
    throw runFailure({ ...fault, got, try: 'free some space, or write to another disk' });
  }
}

async function isWhole(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size === 0 || !path.endsWith('.png')) return size > 0;
    // The last chunk: length, IEND, checksum.
    const { buffer } = await file.read(Buffer.alloc(12), 0, 12, Math.max(0, size - 12));
    return buffer.subarray(4, 8).equals(PNG_END);
  } finally {
    await file.close();
  }
}
