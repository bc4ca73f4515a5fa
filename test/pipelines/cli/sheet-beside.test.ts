import { expect, test } from '@jest/globals';
import { sheetBeside } from '../../../pipelines/cli/sheet-beside.js';

test('the contact sheet has the name of the video, or of the folder of images; a picture and a pipe have none to lend', () => {
  expect(sheetBeside('out/digits.v2.mp4')).toBe('out/digits.v2.png');
  expect(sheetBeside('out/big%20digits.mp4')).toBe('out/big%20digits.png');
  expect(['out/frames/', 'out/frames/%05d.png', 'out/frames-%d.jpg'].map(sheetBeside)).toEqual(
    Array(3).fill('out/frames.png'),
  );
  const without = ['out/one.png', 'pipe:1', '-'];
  expect(without.map(sheetBeside)).toEqual(without.map(() => undefined));
});
