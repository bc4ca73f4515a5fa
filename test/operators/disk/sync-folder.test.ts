import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { syncFolder } from '../../../operators/disk/sync-folder.js';
import { scratch } from './scratch.js';

const folder = scratch();

test('a folder can be synced; one that does not exist is an error, not silence', async () => {
  await expect(syncFolder(folder.path)).resolves.toBeUndefined();
  await expect(syncFolder(join(folder.path, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
});
