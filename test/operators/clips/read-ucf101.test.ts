import { expect, test } from '@jest/globals';
import { isUcf101, readUcf101 } from '../../../operators/clips/read-ucf101.js';
import { namesOf, put, scratchFolder } from './media-files.js';

const folder = scratchFolder();
put(folder, 'ucfTrainTestlist/classInd.txt', '1 ApplyEyeMakeup\r\n2 Archery\r\n');
put(folder, 'ucfTrainTestlist/trainlist01.txt', 'Archery/a.avi 2\nApplyEyeMakeup/b.avi 1\n');
put(folder, 'ucfTrainTestlist/testlist01.txt', 'Archery/c.avi\n');
put(folder, 'ucfTrainTestlist/testlist02.txt', 'Archery/gone.avi\n');
for (const name of ['Archery/a.avi', 'ApplyEyeMakeup/b.avi', 'Archery/c.avi']) put(folder, `UCF-101/${name}`);

test('the official lists say which clips there are and which class each has', async () => {
  const train = await readUcf101(folder, { split: 1, part: 'train' });
  expect(train.classes).toEqual(['ApplyEyeMakeup', 'Archery']);
  expect(namesOf(train)).toEqual(['Archery/a.avi', 'ApplyEyeMakeup/b.avi']);
  expect([train.at(0, 0).label, train.at(1, 0).label]).toEqual([1, 0]);
  expect(namesOf(await readUcf101(folder, { split: 1, part: 'test' }))).toEqual(['Archery/c.avi']);
  expect((await readUcf101(folder, { split: 1, part: 'all' })).length).toBe(3);
  expect([await isUcf101(folder), await isUcf101(`${folder}/UCF-101`)]).toEqual([true, false]);
});

test('a list or a clip that is missing is named', async () => {
  await expect(readUcf101(folder, { split: 3, part: 'test' })).rejects.toThrow(/testlist03\.txt {2}E_DATA_FORM/);
  await expect(readUcf101(folder, { split: 2, part: 'test' })).rejects.toThrow(/1 of 1 that is missing: Archery\/gone/);
});

test('a line of the classes without a name is shown', async () => {
  const damaged = scratchFolder();
  put(damaged, 'ucfTrainTestlist/classInd.txt', '1 ApplyEyeMakeup\n2\n');
  put(damaged, 'ucfTrainTestlist/trainlist01.txt', 'ApplyEyeMakeup/b.avi 1\n');
  await expect(readUcf101(damaged, { split: 1, part: 'train' })).rejects.toThrow(
    /classInd\.txt {2}E_DATA_FORM[^]*name of a class[^]*got +"2"/,
  );
});
