import { expect, test } from '@jest/globals';
import { recordBeside } from '../../../../pipelines/cli/sample/record-beside.js';

test.each([
  ['out/fox.mp4', 'out/fox.json'],
  ['fox.gif', 'fox.json'],
  ['out/frames/', 'out/frames.json'],
  ['out/frames/%05d.png', 'out/frames.json'],
  ['out/frames/fox-%05d.png', 'out/frames/fox.json'],
  ['out/%d.fox.png', 'out/fox.json'],
  ['%05d.png', 'frames.json'],
  ['out/100%.mp4', 'out/100%.json'],
  ['out/list.m3u8', 'out/list.json'],
])('the record of %s is %s', (video, record) => {
  expect(recordBeside(video)).toBe(record);
});

test('a stream has none', () => {
  expect(['-', 'pipe:1', 'rtmp://host/live'].map(recordBeside)).toEqual([undefined, undefined, undefined]);
});
