import { expect, test } from '@jest/globals';
import { formatSurvey } from '../../../../pipelines/cli/data/format-survey.js';
import type { Survey } from '../../../../pipelines/cli/data/survey.js';
import { smallCascade } from '../../../cascade.js';

const bare: Survey = {
  ...{
    form: 'folder',
    clips: 3,
    opened: 3,
    moving: 2,
    pictures: 1,
    ofOneFrame: 0,
    unreadable: [],
    classes: [],
    classless: [],
  },
  sizes: [{ width: 8, height: 6, clips: 3 }],
  captions: { clips: 0, distinct: 0, examples: [] },
  forCascade: { cacheBytes: 2048, tooShort: [] },
};
const text = (survey: Survey): string => formatSurvey(survey, 'clips', { name: 'small.yaml', cascade: smallCascade() });

test('everything has a line, also what is not known', () => {
  const lines = text(bare).split('\n');
  expect(lines[0]).toBe('clips, a folder of videos and pictures');
  expect(lines).toEqual(
    expect.arrayContaining([
      'clips       3: 2 that move, 1 single picture',
      'unreadable  none',
      'rates       not stated',
      'classes     none',
      'cache       2.00 KiB of decoded clips for this cascade',
    ]),
  );
});

test('clips are counted by what they are; where not all were opened, only those', () => {
  const broken = { name: 'x.mp4', reason: 'noise' };
  const kinds = { ...bare, moving: 1, pictures: 0, ofOneFrame: 1, unreadable: [broken] };
  const told = '1 that moves, 0 single pictures, 1 video of one frame, 1 unreadable';
  expect(text(kinds)).toContain(`clips       3: ${told}\n`);
  expect(text({ ...kinds, clips: 5000 })).toContain(
    `clips       5000\nopened      3 of them, spread evenly: ${told}; sizes`,
  );
});

test('clips in no class are told beside the classes', () => {
  const shown = text({ ...bare, classes: [{ name: 'cats', clips: 2 }], classless: ['top.mp4'] });
  expect(shown).toContain('classes     1: cats (2)\nno class    1, trained on without one: top.mp4\n');
});

test('clips that cannot be read are listed with their reasons, short ones by name', () => {
  const unreadable = Array.from({ length: 25 }, (_, i) => ({ name: `${i}.mp4`, reason: 'noise' }));
  const shown = text({ ...bare, unreadable, rates: [10, 25], forCascade: { cacheBytes: 0, tooShort: ['a.gif'] } });
  expect(shown).toMatch(/unreadable {2}25, listed below/);
  expect(shown).toMatch(/rates {7}10–25 frames per second/);
  expect(shown).toMatch(/1 with fewer than 8 frames .*: a\.gif/);
  expect(shown).toMatch(/ {2}19\.mp4: noise\n {2}and 5 more\n$/);
});
