import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';
import sharp from 'sharp';
import { startFfmpeg } from '../../../operators/ffmpeg/ffmpeg.js';
import type { ClipSettings } from '../../../operators/clips/clip-settings.js';
import { clipParameters } from '../../../operators/clips/clip-settings.js';
import { formatStoredHeader, type StoredClip } from '../../../operators/clips/stored-clip.js';
import type { Clip, Clips } from '../../../operators/values/clips.js';
import { settingsOf } from '../../context.js';

const scratch = mkdtempSync(join(tmpdir(), 'hpdm-clips-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** A new folder, which is removed after the tests of the file. */
export const scratchFolder = (): string => mkdtempSync(join(scratch, 'case-'));

/** Write a file and the folders it needs. */
export function put(folder: string, name: string, content: string | Uint8Array = ''): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** Frames of one grey value each, as an animated WebP without loss; a picture if there is one value. */
export async function greyWebp(values: readonly number[], width = 8, height = 6, delay = 100): Promise<Buffer> {
  const data = Buffer.concat(values.map((value) => Buffer.alloc(width * height * 3, value)));
  const raw = { width, height: height * values.length, channels: 3 as const, pageHeight: height };
  const delays = values.map(() => delay);
  return sharp(data, { raw }).webp({ lossless: true, delay: delays }).toBuffer();
}

/** A grey picture. */
export const greyPng = (value: number, width = 8, height = 6): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: value, g: value, b: value } } })
    .png()
    .toBuffer();

/** Have ffmpeg make a video from one of its sources. */
export async function makeVideo(path: string, source: string, more: readonly string[] = []): Promise<void> {
  const args = ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, ...more, path];
  await (await startFfmpeg(args, {})).finish();
}

/** Decoded frames with given bytes. */
export function putStored(folder: string, name: string, shape: StoredClip['shape'], data: Uint8Array): StoredClip {
  const stored = { file: join(folder, name), shape };
  writeFileSync(stored.file, Buffer.concat([formatStoredHeader(stored), data]));
  return stored;
}

/** The clip in a file. */
export const fileClip = (path: string, more: Partial<Clip> = {}): Clip => ({
  name: path,
  source: { kind: 'file', path },
  ...more,
});

/** A sequence of clips that are named by their numbers and are never read; the epoch is part of the name where it matters. */
export const namedClips = (length: number, still: (index: number) => boolean = () => false): Clips => ({
  length,
  classes: [],
  at: (index) => ({
    name: `${index}`,
    source: { kind: 'file', path: `${index}` },
    ...(still(index) ? { still: true } : {}),
  }),
});

/** The names of the first clips of a sequence. */
export const namesOf = ({ at, length }: Clips, count = length, epoch = 0): string[] =>
  Array.from({ length: count }, (_, index) => at(index, epoch).name);

/** Settings of clips, where the test says nothing else. */
export const clipSettings = (given: Partial<ClipSettings> = {}): ClipSettings => settingsOf(clipParameters, given);
