import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { reportFolder } from '../../../operators/measure/report-folder.js';
import { testContext } from '../../context.js';
import { scratch } from '../video/clips.js';

const { fresh, remove } = scratch();
afterAll(remove);

test('files are written into a folder that is made, and the run is told', async () => {
  const [path, context] = [join(fresh(), 'new'), testContext()];
  const write = await reportFolder(path, 'path', context);
  await write('a.json', '{"é":1}');
  await write('b.png', Uint8Array.of(1, 2));
  expect(readFileSync(join(path, 'a.json'), 'utf8')).toBe('{"é":1}');
  expect(context.written).toEqual([
    { path: join(path, 'a.json'), bytes: 8 },
    { path: join(path, 'b.png'), bytes: 2 },
  ]);
});

test('a folder that cannot be made is an error of the setting', async () => {
  await expect(reportFolder('/dev/null/x', 'page', testContext())).rejects.toMatchObject({
    faults: [{ code: 'E_FOLDER', path: 'nodes.node.with.page' }],
  });
});
