import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { run, scratch } from './command-line.js';

const folder = scratch();
beforeAll(async () => {
  const args = ['train', '--cascade', 'tiny.yaml', '--batch', '1', '--steps', '2', '--out', 'run', '-q'];
  expect(await run(folder, args)).toMatchObject({ status: 0 });
});

test('what is exported samples by itself, in half precision too', async () => {
  const exported = await run(folder, ['export', 'run', 'weights.safetensors', '--fp16', '--json']);
  expect(exported.status).toBe(0);
  expect(JSON.parse(exported.stdout)).toMatchObject({ files: [{ path: 'weights.safetensors', facts: { step: 2 } }] });
  const args = [
    'sample',
    '--checkpoint',
    'weights.safetensors',
    '--count',
    '1',
    '--out',
    'video.gif',
    '--sheet',
    'sheet.png',
  ];
  expect(await run(folder, args)).toMatchObject({ status: 0 });
  expect(existsSync(join(folder, 'video.gif'))).toBe(true);
});

test('the metadata say under which terms the weights may be used', async () => {
  await run(folder, ['export', 'run', 'cc0.safetensors', '--licence', 'CC0-1.0', '--trained']);
  const text = readFileSync(join(folder, 'cc0.safetensors')).toString('latin1');
  expect(text).toContain('"licence":"CC0-1.0"');
  expect(text).toContain('"weights":"trained"');
});

test('both kinds of weights at once are refused', async () => {
  expect(await run(folder, ['export', 'run', 'both.safetensors', '--average', '--trained'])).toMatchObject({
    status: 2,
  });
});
