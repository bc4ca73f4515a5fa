import { expect, test } from '@jest/globals';
import { formOf, openData } from '../../../operators/clips/open-data.js';
import { put, scratchFolder } from './media-files.js';

const folder = scratchFolder();
put(folder, 'videos/a.mp4');
put(folder, 'tars/a.tar', 'x');
put(folder, 'strips/manifest.json', '{"clips":[{"file":"a.webp","frames":2}]}');
put(folder, 'ucf/ucfTrainTestlist/classInd.txt', '1 A\n');
put(folder, 'list.csv', 'path,caption\nvideos/a.mp4,a cat\n');
put(folder, 'list.jsonl', '{"path":"videos/a.mp4"}');

test.each([
  ['videos', 'folder'],
  ['tars', 'shards'],
  ['tars/a.tar', 'shards'],
  ['strips', 'strips'],
  ['strips/manifest.json', 'strips'],
  ['ucf', 'ucf101'],
  ['list.csv', 'captions'],
  ['list.jsonl', 'captions'],
])('%s is recognised as %s', async (path, form) => {
  expect(await formOf(`${folder}/${path}`)).toBe(form);
});

test('a data set is opened by its form', async () => {
  const open = async (path: string) => (await openData(`${folder}/${path}`, () => undefined)).clips.at(0, 0);
  expect(await open('list.csv')).toMatchObject({ name: 'videos/a.mp4', captions: ['a cat'] });
  expect(await open('videos')).toMatchObject({ name: 'a.mp4' });
  expect(await open('strips')).toMatchObject({ source: { kind: 'strip' } });
});

test('what is no data set is refused, with advice', async () => {
  await expect(formOf(`${folder}/videos/a.mp4`)).rejects.toThrow(/E_DATA_FORM[^]*the folder that holds it/);
  await expect(formOf(`${folder}/none`)).rejects.toThrow(/E_FILE_MISSING/);
});
