import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { greyWebp } from '../../operators/clips/media-files.js';
import { run, scratch } from './command-line.js';

const folder = scratch();
mkdirSync(join(folder, 'clips', 'cats'), { recursive: true });
writeFileSync(join(folder, 'clips', 'cats', 'a.webp'), await greyWebp([1, 2, 3], 32, 24));
writeFileSync(join(folder, 'clips', 'broken.webp'), 'noise');

test('hpdm data shows a folder, as text and for programs, and draws a sheet', async () => {
  const shown = await run(folder, ['data', 'clips', '--sheet', 'sheet.png', '--cascade', 'tiny.yaml']);
  expect(shown.status).toBe(0);
  expect(shown.stdout).toMatch(/clips {7}2: 1 that moves, 0 single pictures, 1 unreadable\nunreadable {2}1/);
  expect(shown.stdout).toMatch(/classes {5}1: cats \(1\)/);
  expect(shown.stdout).toMatch(/cascade {5}tiny\.yaml: 16×64×64, grey/);
  expect((await sharp(join(folder, 'sheet.png')).metadata()).format).toBe('png');
  const { stdout } = await run(folder, ['data', 'clips', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ form: 'folder', clips: 2, forCascade: { tooShort: ['cats/a.webp'] } });
});

test('a rate that hpdm train refuses is refused', async () => {
  expect(await run(folder, ['data', 'clips', '--fps', '500'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/--fps <n>.*500.*from 0 to 240/),
  });
});

test('what is no data set is refused', async () => {
  const { status, stderr } = await run(folder, ['data', 'nothing']);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^nothing {2}E_FILE_MISSING/)]);
});

test('a sheet with another ending than .png is refused before anything is read', async () => {
  expect(await run(folder, ['data', 'nowhere', '--sheet', 'sheet.jpg'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/--sheet {2}E_OUTPUT_PATH[^]*try +--sheet sheet\.png/),
  });
});
