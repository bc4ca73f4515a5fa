import { expect, test } from '@jest/globals';
import { create } from 'tar';
import { dataShards } from '../../../operators/data/shards.js';
import { namesOf, put, scratchFolder } from '../clips/media-files.js';
import { clipsFrom } from './sources.js';

test('the clips of a tar file, which stays as it is', async () => {
  const folder = scratchFolder();
  put(folder, 'x.mp4', 'video');
  put(folder, 'x.txt', 'a cat');
  const path = `${folder}/a.tar`;
  create({ sync: true, file: path, cwd: folder }, ['x.mp4', 'x.txt']);
  const clips = await clipsFrom(dataShards, { path });
  expect([namesOf(clips), clips.at(0, 0).captions]).toEqual([['a.tar/x'], ['a cat']]);
  await expect(clipsFrom(dataShards, { path: put(folder, 'b.tar', 'no tar') })).rejects.toThrow(/b\.tar {2}E_SHARD/);
});
