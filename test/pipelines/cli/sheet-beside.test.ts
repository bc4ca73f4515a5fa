import { expect, test } from '@jest/globals';
import { sheetBeside } from '../../../pipelines/cli/sheet-beside.js';

test('the contact sheet has the name of the video; a folder and a pipe have none to lend', () => {
  expect(sheetBeside('out/digits.v2.mp4')).toBe('out/digits.v2.png');
  expect(['out/frames/', 'pipe:1', '-', 'out/.mp4'].map(sheetBeside)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
