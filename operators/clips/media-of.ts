import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Clip } from '../values/clips.js';

/** Endings of files that sharp decodes. */
const IMAGES = ['jpg', 'jpeg', 'jfif', 'png', 'webp', 'gif', 'avif', 'tif', 'tiff'];
/** Endings of files that ffmpeg decodes. */
const VIDEOS = [
  ...['mp4', 'm4v', 'mov', 'mkv', 'webm', 'avi', 'mpg', 'mpeg', 'wmv', 'flv', 'ogv', 'ts', 'm2ts', '3gp', 'y4m'],
  ...['apng', 'bmp'],
];
/** Bytes from the start of a file that tell whether it is animated. */
const HEAD_BYTES = 4096;

/** The ending of a name without its dot, in lower case: `mp4`. */
export const endingOf = (name: string): string => extname(name).slice(1).toLowerCase();

/** What an ending stands for; undefined for files that are neither pictures nor videos. */
export function mediaOf(ending: string): 'image' | 'video' | undefined {
  if (IMAGES.includes(ending)) return 'image';
  return VIDEOS.includes(ending) ? 'video' : undefined;
}

/**
 * Whether a file is a single picture, by its ending and first bytes. A GIF counts as animated, because only its end tells.
 *
 * @param head the first bytes
 */
export function isStill(ending: string, head: Uint8Array): boolean {
  if (ending === 'gif' || mediaOf(ending) === 'video') return ending === 'bmp';
  return !isAnimated(head);
}

/** Whether a PNG has an animation (`acTL`), or a WebP the flag for one. */
export function isAnimated(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString('latin1');
  if (text.startsWith('\x89PNG')) return text.includes('acTL');
  return text.startsWith('RIFF') && text.slice(8, 16) === 'WEBPVP8X' && ((head[20] ?? 0) & 0b10) !== 0;
}

/** Whether the first bytes of a file must be read to know if it is a single picture. */
export const needsHead = (ending: string): boolean => ending === 'png' || ending === 'webp';

/** The first bytes of a file from `start` on. */
export async function readHead(path: string, start = 0): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Whether sharp decodes a clip, and not ffmpeg. */
export async function isForSharp({ source }: Clip): Promise<boolean> {
  if (source.kind === 'strip') return true;
  const ending = source.kind === 'part' ? source.type : endingOf(source.path);
  if (mediaOf(ending) !== 'image') return false;
  // sharp reads only the first frame of an animated PNG
  return ending !== 'png' || !isAnimated(await readHead(source.path, source.kind === 'part' ? source.start : 0));
}
