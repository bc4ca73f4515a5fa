import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { checkWhole } from '../../../operators/ffmpeg/check-whole.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
const put = (name: string, content: Uint8Array | string): void => {
  writeFileSync(join(folder.path, name), content);
};
const check = () => checkWhole(folder.path, 'nodes.write.with.path');
const png = (): Promise<Buffer> =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: '#888' } })
    .png()
    .toBuffer();

test('complete pictures, segments and playlists pass', async () => {
  put('00001.png', await png());
  put('clip-00001.ts', new Uint8Array(3 * 188));
  put('clip.m3u8', '#EXTM3U\n#EXT-X-ENDLIST\n');
  await expect(check()).resolves.toBeUndefined();
});

test.each([
  ['a picture without its end', '00002.png', async () => (await png()).subarray(0, -6)],
  ['a segment that ends within a packet', 'clip-00002.ts', () => new Uint8Array(200)],
  ['a playlist without its last line', 'clip.m3u8', () => '#EXTM3U\n#EXTINF:2,\n'],
  ['an empty file', 'clip.mp4', () => ''],
])('%s means that the disk is full, and is named', async (_, name, content) => {
  put(name, await content());
  await expect(check()).rejects.toMatchObject({ code: 'E_DISK_FULL' });
  await expect(check()).rejects.toThrow(name);
});
