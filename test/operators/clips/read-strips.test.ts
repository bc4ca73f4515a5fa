import { expect, test } from '@jest/globals';
import { readStrips } from '../../../operators/clips/read-strips.js';
import { put, scratchFolder } from './media-files.js';

const folder = scratchFolder();
const manifest = (value: unknown): string => put(folder, 'manifest.json', JSON.stringify(value));

test('what all clips share stands beside them; classes are numbered in their order', async () => {
  const path = manifest({
    ...{ frames: 4, fps: 8, class: 'b' },
    clips: [
      { file: 'x.webp', caption: 'a cat' },
      { file: 'y.webp', frames: 1, class: 'a' },
    ],
  });
  const clips = await readStrips(path, '');
  expect(clips.classes).toEqual(['a', 'b']);
  expect(clips.at(0, 0)).toEqual({
    ...{ name: 'x.webp', captions: ['a cat'], label: 1 },
    source: { kind: 'strip', path: `${folder}/x.webp`, frames: 4, rate: 8 },
  });
  expect(clips.at(1, 0)).toMatchObject({ label: 0, still: true });
});

test('a split can be chosen', async () => {
  const path = manifest({
    frames: 2,
    clips: [
      { file: 'a', split: 'train' },
      { file: 'b', split: 'test' },
    ],
  });
  expect((await readStrips(path, 'test')).at(0, 0).name).toBe('b');
  await expect(readStrips(path, 'none')).rejects.toThrow(/E_DATA_EMPTY[^]*none of the split "none"/);
});

test('a file of another form is refused', async () => {
  await expect(readStrips(manifest({ frames: [] }), '')).rejects.toThrow(/E_DATA_FORM/);
  await expect(readStrips(manifest({ clips: [{ file: 'a' }] }), '')).rejects.toThrow(/a without its number of frames/);
  await expect(readStrips(put(folder, 'bad.json', '{'), '')).rejects.toThrow(/E_DATA_FORM/);
});
