import { expect, test } from '@jest/globals';
import { sheetBeside } from '../../../pipelines/cli/sheet-beside.js';

test('the contact sheet has the name of the video; images, a folder and a pipe have none to lend', () => {
  expect(sheetBeside('out/digits.v2.mp4')).toBe('out/digits.v2.png');
  expect(sheetBeside('out/big%20digits.mp4')).toBe('out/big%20digits.png');
  const without = ['out/%05d.png', 'out/%d.jpg', 'out/one.png', 'out/frames/', 'pipe:1', '-', 'out/.mp4'];
  expect(without.map(sheetBeside)).toEqual(without.map(() => undefined));
});
