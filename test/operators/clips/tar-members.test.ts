import { open, stat } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { create } from 'tar';
import { readBytes, tarMembers } from '../../../operators/clips/tar-members.js';
import { put, scratchFolder } from './media-files.js';

const folder = scratchFolder();

async function members(path: string) {
  const file = await open(path, 'r');
  try {
    const found = await tarMembers(file, (await stat(path)).size, path);
    return await Promise.all(
      found.map(async ({ name, start, end }) => [name, (await readBytes(file, start, end - start)).toString()]),
    );
  } finally {
    await file.close();
  }
}

const long = `${'deep/'.repeat(30)}${'n'.repeat(120)}.txt`;
put(folder, 'in/a.txt', 'first');
put(folder, 'in/b/c.txt', 'x'.repeat(1500));
put(folder, `in/${long}`, 'far');
const path = `${folder}/a.tar`;
create({ sync: true, file: path, cwd: `${folder}/in` }, ['a.txt', 'b', long]);

test('members are found by their headers, with their bytes; folders do not count, long names are whole', async () => {
  expect(await members(path)).toEqual([
    ['a.txt', 'first'],
    ['b/c.txt', 'x'.repeat(1500)],
    [long, 'far'],
  ]);
});

test('a file that is cut off, compressed or something else is refused', async () => {
  const file = await open(path, 'r');
  const whole = await readBytes(file, 0, 1e6);
  await file.close();
  await expect(members(put(folder, 'cut.tar', whole.subarray(0, 2000)))).rejects.toThrow(/E_SHARD[^]*cut off/);
  await expect(members(put(folder, 'zip.tar', gzipSync(whole).subarray(0)))).rejects.toThrow(/E_SHARD/);
  await expect(members(put(folder, 'text.tar', 'no tar '.repeat(200)))).rejects.toThrow(/E_SHARD[^]*another kind/);
  await expect(members(put(folder, 'nothing.tar'))).rejects.toThrow(/E_SHARD[^]*0 bytes/);
  const damaged = Buffer.from(whole);
  damaged[1024 + 150] = 99;
  await expect(members(put(folder, 'damaged.tar', damaged))).rejects.toThrow(/E_SHARD[^]*damaged header at byte 1024/);
});
