import { expect, test } from '@jest/globals';
import { create } from 'tar';
import { readShards } from '../../../operators/clips/read-shards.js';
import { greyPng, greyWebp, namesOf, put, scratchFolder } from './media-files.js';

const folder = scratchFolder();
const shard = async (name: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<string> => {
  for (const [file, content] of Object.entries(files)) put(`${folder}/${name}.in`, file, content);
  create({ sync: true, file: `${folder}/${name}`, cwd: `${folder}/${name}.in` }, Object.keys(files));
  return `${folder}/${name}`;
};
const webp = await greyWebp([1, 2]);

test('files with one name belong together: caption, class and clip', async () => {
  const path = await shard('one.tar', {
    ...{ '000.webp': webp, '000.txt': ' a cat \n', '000.cls': '2', '001.json': '{"caption":"a dog","label":0}' },
    ...{ '001.png': await greyPng(9), '002.txt': 'without a clip', '003.seg.webp': webp },
  });
  const clips = await readShards(path);
  expect(namesOf(clips)).toEqual(['one.tar/000', 'one.tar/001', 'one.tar/003']);
  expect(clips.at(0, 0)).toMatchObject({ captions: ['a cat'], label: 2, source: { kind: 'part', type: 'webp' } });
  expect(clips.at(1, 0)).toMatchObject({ captions: ['a dog'], label: 0, still: true });
  expect([clips.at(2, 0).captions, clips.at(2, 0).label, clips.classes.length]).toEqual([undefined, undefined, 3]);
});

test('all tar files of a folder, in the order of their names', async () => {
  await shard('b/2.tar', { 'x.webp': webp });
  await shard('b/1.tar', { 'y.webp': webp, 'y.cls': 'dog' });
  const clips = await readShards(`${folder}/b`);
  expect(namesOf(clips)).toEqual(['1.tar/y', '2.tar/x']);
  expect(clips.classes).toEqual(['dog']);
});

test('nothing to train on, or a tar file that cannot be read, is refused', async () => {
  await expect(readShards(await shard('words.tar', { 'a.txt': 'a' }))).rejects.toThrow(
    /E_DATA_EMPTY[^]*1 tar file without any/,
  );
  await expect(readShards(await shard('bad.tar', { 'a.webp': webp, 'a.json': '{' }))).rejects.toThrow(
    /E_SHARD[^]*a\.json/,
  );
  await expect(readShards(put(folder, 'no.tar', 'x'))).rejects.toThrow(/E_SHARD/);
  await expect(readShards(`${folder}/none`)).rejects.toThrow(/E_FILE_MISSING/);
});
