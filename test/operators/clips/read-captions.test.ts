import { writeFileSync } from 'node:fs';
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

test('a part that ends before it starts is refused, with its line', async () => {
  const text = 'path,caption,start,end\nclips/a.mp4,x,0,1\nclips/a.mp4,y,0.5,0.2\n';
  await expect(read('order.csv', text)).rejects.toThrow(
    /order\.csv:3 {2}E_CAPTIONS[^]*start 0\.5 and end 0\.2[^]*start 0\.2 and end 0\.5/,
  );
  await expect(read('order.jsonl', '{"path":"clips/a.mp4","start":1,"end":1}\n')).rejects.toThrow(
    /order\.jsonl:1 {2}E_CAPTIONS[^]*an end that is later/,
  );
});

test('a list in another encoding is refused, not read with other letters', async () => {
  const file = put(folder, 'latin.csv', '');
  writeFileSync(file, Buffer.from('path,caption\nclips/a.mp4,caf\xe9\n', 'latin1'));
  await expect(readCaptions(file, () => undefined)).rejects.toThrow(/latin\.csv {2}E_FILE[^]*not UTF-8/);
  writeFileSync(file, Buffer.from('\uFEFFpath,caption\nclips/a.mp4,a cat\n', 'utf16le'));
  await expect(readCaptions(file, () => undefined)).rejects.toThrow(/E_FILE[^]*UTF-16[^]*save it as UTF-8/);
});
