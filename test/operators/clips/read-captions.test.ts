import { expect, test } from '@jest/globals';
import { isJsonl, readCaptions } from '../../../operators/clips/read-captions.js';
import { namesOf, put, scratchFolder } from './media-files.js';

const folder = scratchFolder();
for (const name of ['clips/a.mp4', 'clips/b.mp4', 'clips/c.jpg']) put(folder, name);
const read = (name: string, text: string) => readCaptions(put(folder, name, text), () => undefined);

test('clips have their captions; paths are relative to the list', async () => {
  const clips = await read('a.csv', '\uFEFFpath,caption,label\nclips/a.mp4,a cat,pets\nclips/c.jpg,,cars\n');
  expect(namesOf(clips)).toEqual(['clips/a.mp4', 'clips/c.jpg']);
  expect(clips.at(0, 0)).toMatchObject({ captions: ['a cat'], label: 1, source: { path: `${folder}/clips/a.mp4` } });
  expect(clips.at(1, 0)).toMatchObject({ label: 0, still: true });
  expect(clips.at(1, 0).captions).toBeUndefined();
  expect(clips.classes).toEqual(['cars', 'pets']);
});

test('parts of one file are clips of their own, with names of their own', async () => {
  const clips = await read(
    'parts.jsonl',
    '{"path":"clips/a.mp4","start":1,"end":2}\n{"path":"clips/a.mp4","start":4}\n',
  );
  expect(namesOf(clips)).toEqual(['clips/a.mp4#1-2', 'clips/a.mp4#4-']);
  expect(isJsonl('parts.jsonl')).toBe(true);
});

test('labels that are numbers keep their numbers', async () => {
  const clips = await read('n.csv', 'path,caption,label\nclips/a.mp4,,3\nclips/b.mp4,,0\n');
  expect([clips.at(0, 0).label, clips.at(1, 0).label, clips.classes.length]).toEqual([3, 0, 4]);
});

test('clips that are not there are all named, with their lines', async () => {
  const text = 'path,caption\nclips/a.mp4,x\nnone.mp4,y\nnever.mp4,z\n';
  await expect(read('missing.csv', text)).rejects.toThrow(
    /missing\.csv:3 {2}E_CAPTIONS[^]*2 of 3 that do not: none\.mp4 \(line 3\), never\.mp4 \(line 4\)/,
  );
  await expect(read('one.csv', 'path,caption\nclips/a.mp4,x\nnone.mp4,y\n')).rejects.toThrow(
    /1 of 2 that does not: none\.mp4 \(line 3\)/,
  );
});

test('a list without lines is refused', async () => {
  await expect(read('empty.csv', 'path,caption\n')).rejects.toThrow(/E_DATA_EMPTY/);
});
