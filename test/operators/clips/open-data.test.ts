import { expect, test } from '@jest/globals';
import { create } from 'tar';
import { openData } from '../../../operators/clips/open-data.js';
import { put, scratchFolder } from './media-files.js';

const folder = scratchFolder();
put(folder, 'videos/a.mp4');
put(folder, 'in-tar/a.mp4', 'x');
put(folder, 'tars/a.tar');
await create({ cwd: `${folder}/in-tar`, file: `${folder}/tars/a.tar` }, ['a.mp4']);
put(folder, 'strips/manifest.json', '{"clips":[{"file":"a.webp","frames":2}]}');
put(folder, 'ucf/UCF-101/A/a.avi');
put(folder, 'ucf/ucfTrainTestlist/classInd.txt', '1 A\n');
put(folder, 'ucf/ucfTrainTestlist/trainlist01.txt', 'A/a.avi 1\n');
put(folder, 'list.csv', 'path,caption\nvideos/a.mp4,a cat\n');
put(folder, 'list.jsonl', '{"path":"videos/a.mp4"}');
for (const name of ['with-list/a.mp4', 'from-hub/deep/a.mp4', 'two/a.mp4', 'splits/train/a.mp4']) put(folder, name);
put(folder, 'with-list/captions.csv', 'path,caption\na.mp4,a cat\n');
put(folder, 'from-hub/metadata.jsonl', '{"file_name":"deep/a.mp4","text":"a dog"}');
put(folder, 'two/captions.csv', 'path,caption\na.mp4,a cat\n');
put(folder, 'two/metadata.csv', 'file_name,text\na.mp4,a cat\n');
put(folder, 'splits/train/metadata.csv', 'file_name,text\na.mp4,a cat\n');

test.each([
  ['videos', 'folder'],
  ['tars', 'shards'],
  ['tars/a.tar', 'shards'],
  ['strips', 'strips'],
  ['strips/manifest.json', 'strips'],
  ['ucf', 'ucf101'],
  ['list.csv', 'captions'],
  ['list.jsonl', 'captions'],
  ['with-list', 'captions'],
  ['from-hub', 'captions'],
])('%s is recognised as %s', async (path, form) => {
  expect((await openData(`${folder}/${path}`, () => undefined)).form).toBe(form);
});

test('a data set is opened by its form', async () => {
  const open = async (path: string) => (await openData(`${folder}/${path}`, () => undefined)).clips.at(0, 0);
  expect(await open('list.csv')).toMatchObject({ name: 'videos/a.mp4', captions: ['a cat'] });
  expect(await open('with-list')).toMatchObject({ name: 'a.mp4', captions: ['a cat'] });
  expect(await open('from-hub')).toMatchObject({ name: 'deep/a.mp4', captions: ['a dog'] });
  expect(await open('videos')).toMatchObject({ name: 'a.mp4' });
  expect(await open('strips')).toMatchObject({ source: { kind: 'strip' } });
});

test('a list that lies deeper is not read without a word', async () => {
  const warnings: string[] = [];
  await openData(`${folder}/splits`, (line) => warnings.push(line));
  expect(warnings).toEqual([expect.stringMatching(/splits\/train\/metadata\.csv is not read/)]);
});

test('what is no data set is refused, with advice', async () => {
  const open = (path: string) => openData(`${folder}/${path}`, () => undefined);
  await expect(open('videos/a.mp4')).rejects.toThrow(/E_DATA_FORM[^]*the folder that holds it/);
  await expect(open('two')).rejects.toThrow(/E_DATA_FORM[^]*captions\.csv and metadata\.csv[^]*two\/captions\.csv/);
  await expect(open('none')).rejects.toThrow(/E_FILE_MISSING/);
});
