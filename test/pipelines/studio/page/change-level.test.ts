import { expect, test } from '@jest/globals';
import { changeLevel } from '../../../../pipelines/studio/page/change-level.js';

const cascade = { file: '/a/emoji.yaml', levels: [] };

test('a cascade that is sampled otherwise extends its file, with the levels that differ alone', () => {
  const once = changeLevel('emoji.yaml', cascade, 1, { steps: 4 });
  expect(once).toEqual({ extends: '/a/emoji.yaml', levels: { 1: { steps: 4 } } });
  const twice = changeLevel(once, cascade, 1, { overlap: [0, 0.5, 0.5] });
  expect(twice).toMatchObject({ levels: { 1: { steps: 4, overlap: [0, 0.5, 0.5] } } });
  expect(changeLevel(once, cascade, 1, { steps: undefined })).toBeUndefined();
});
