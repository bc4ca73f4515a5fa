import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { readCaptions } from '../../../../operators/clips/read-captions.js';
import { writeEmoji } from '../../../../pipelines/cli/data/write-emoji.js';
import { greyWebp, put, scratchFolder } from '../../../operators/clips/media-files.js';

test('animated emoji become clips with captions; stills, variants and unknown ones do not', async () => {
  const folder = scratchFolder();
  const moving = await greyWebp([1, 2]);
  for (const name of [
    '1f308',
    '2602-fe0f',
    '1f44b-1f3fd',
    '1f3c3-200d-2642-fe0f',
    '1f468-200d-1f33e',
    '1f300',
    'e000',
    '1f550',
  ])
    put(folder, `one/assets/${name}.webp`, moving);
  put(folder, 'two/assets/1f302.webp', await greyWebp([1]));
  const entry = (name: string) => ({ name, group: 'Travel & Places' });
  const known = {
    '🌈': entry('rainbow'),
    '☂️': entry('umbrella, "big"'),
    '👋🏽': entry('wave'),
    '🏃‍♂️': entry('man running'),
    '👨‍🌾': entry('man farmer'),
    '🌂': entry('closed umbrella'),
    '🕐': entry('one o’clock'),
  };
  const names = put(folder, 'names.json', JSON.stringify(known));
  const keywords = put(folder, 'keywords.json', JSON.stringify({ '🌈': ['rainbow', 'pride'], '☂': ['rain'] }));
  const packages = [`${folder}/one`, `${folder}/two`];
  const { distinct, all } = await writeEmoji({ packages, names, keywords }, `${folder}/out`);
  expect([distinct.clips, all.clips]).toEqual([2, 3]);
  expect(readdirSync(`${folder}/out/clips`).sort()).toEqual(['1f308.webp', '1f550.webp', '2602-fe0f.webp']);
  expect(readFileSync(`${folder}/out/LICENCE.txt`, 'utf8')).toMatch(/Microsoft/);
  const read = await readCaptions(distinct.list, () => undefined);
  expect(read.at(0, 0).captions).toEqual(['rainbow', 'rainbow emoji', 'an emoji of rainbow', 'pride']);
  expect(read.at(1, 0).captions?.[0]).toBe('umbrella, "big"');
  expect(read.at(1, 0).captions?.at(-1)).toBe('rain');
  expect(read.classes).toEqual(['Travel & Places']);
  expect((await readCaptions(all.list, () => undefined)).length).toBe(3);
});
