import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { diskFull } from '../disk/disk-full.js';

/**
 * Check that every file of a folder of images, or of a playlist and its segments, is complete. When the disk is full, ffmpeg may
 * print nothing and exit with code 0.
 * fails E_DISK_FULL when a file is empty or does not end as its format requires
 */
export async function checkWhole(folder: string, place: string): Promise<void> {
  const names = (await readdir(folder)).sort();
  for (const name of names) {
    if (await isWhole(join(folder, name))) continue;
    throw diskFull({
      path: place,
      got:
        names.length === 1 ? `${name} is cut off` : `${name} is cut off, and perhaps more of the ${names.length} files`,
    });
  }
}

/** The bytes of an MPEG-TS packet; the size of a segment is a multiple of it. */
const PACKET = 188;
/** The ends of complete files: for a PNG its last chunk (length, IEND, checksum), for a finished playlist its last line. */
const ENDS: readonly (readonly [RegExp, RegExp])[] = [
  [/\.png$/i, /IEND.{4}$/s],
  [/\.m3u8$/i, /#EXT-X-ENDLIST\s*$/],
];

async function isWhole(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size === 0 || path.endsWith('.ts')) return size > 0 && size % PACKET === 0;
    const end = ENDS.find(([name]) => name.test(path))?.[1];
    if (end === undefined) return true;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, Math.max(0, size - 16));
    return end.test(buffer.toString('latin1', 0, bytesRead));
  } finally {
    await file.close();
  }
}
