import { expect, test } from '@jest/globals';
import { refuseOther } from '../../../operators/clips/refuse-other.js';
import { put, scratchFolder } from './media-files.js';

test('a path that is not there, or not what is needed, is refused', async () => {
  const folder = scratchFolder();
  const file = put(folder, 'a.csv');
  await refuseOther(folder, 'folder');
  await refuseOther(file, 'file');
  await expect(refuseOther(`${folder}/none`, 'folder')).rejects.toThrow(/E_FILE_MISSING[^]*nothing at/);
  await expect(refuseOther(`${folder}/none`, 'folder')).rejects.toThrow(/try {7}check the path/);
  await expect(refuseOther(`${folder}/data/emoji`, 'folder')).rejects.toThrow(/try {7}hpdm data emoji/);
  await expect(refuseOther(file, 'folder')).rejects.toThrow(/E_DATA_FORM[^]*got {7}a file/);
  await expect(refuseOther(folder, 'file')).rejects.toThrow(/E_DATA_FORM[^]*got {7}a folder/);
});
