import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Results } from '../../../pipelines/studio/results.js';
import { scratch } from '../cli/command-line.js';

const folder = scratch();
mkdirSync(join(folder, 'out/deep'), { recursive: true });
const put = (name: string, text = ''): void => writeFileSync(join(folder, name), text);
const results = new Results(folder);
const empty = scratch();

test('without a folder of results there are none', () => {
  expect(new Results(empty).list()).toEqual([]);
});

test('videos with records are listed, the newest first; other JSON is not', () => {
  put('out/fox.mp4');
  put('out/fox.png');
  put('out/fox.json', JSON.stringify({ parameters: { seed: 1 }, backend: 'tensorflow' }));
  put('out/deep/owl.gif');
  put('out/deep/owl.json', JSON.stringify({ parameters: { seed: 2 }, device: 'tensorflow, CPU', seconds: 3 }));
  put('out/alone.json', JSON.stringify({ parameters: {} }));
  put('out/broken.mp4');
  put('out/broken.json', '{');
  utimesSync(join(folder, 'out/fox.mp4'), 10, 10);
  expect(results.list()).toEqual([
    expect.objectContaining({
      video: 'out/deep/owl.gif',
      parameters: { seed: 2 },
      made: 'tensorflow, CPU',
      seconds: 3,
    }),
    {
      record: 'out/fox.json',
      video: 'out/fox.mp4',
      sheet: 'out/fox.png',
      time: 10_000,
      parameters: { seed: 1 },
      made: 'tensorflow',
    },
  ]);
});

test('videos and pictures of the folder are given, nothing else', () => {
  expect(results.file('out/fox.mp4')).toEqual({ path: join(folder, 'out/fox.mp4'), type: 'video/mp4' });
  expect(() => results.file('out/fox.json')).toThrow('E_FILE_MISSING');
  expect(() => results.file('out/none.mp4')).toThrow('E_FILE_MISSING');
  expect(() => results.file('../fox.mp4')).toThrow('E_OUTSIDE');
  expect(results.record('out/fox.json')).toMatchObject({ parameters: { seed: 1 } });
  expect(() => results.record('../x.json')).toThrow('E_OUTSIDE');
});
