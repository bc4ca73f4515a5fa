import { expect, test } from '@jest/globals';
import { leftOver } from '../../../operators/disk/left-over.js';
import { numbered } from '../../../operators/ffmpeg/target.js';

const pictures = numbered('%05d.png');

test('what goes on from the last picture that is written is of an earlier video, up to the first gap', () => {
  const names = ['00001.png', '00002.png', '00003.png', '00004.png', '00006.png', '20240101.png', '3.png', 'cat.png'];
  expect(leftOver(names, pictures, ['00001.png', '00002.png'])).toEqual(['00003.png', '00004.png']);
  expect(leftOver(names, pictures)).toEqual(['00001.png', '00002.png', '00003.png', '00004.png']);
  expect(leftOver(names, pictures, [], 6)).toEqual(['00006.png']);
});

test('a file that has the name of the pattern itself is no picture of it', () => {
  expect(leftOver(['%05d.png', '00001.png'], pictures, ['00001.png'])).toEqual([]);
});

test('names without a number are all of the output, but for those that are written', () => {
  expect(leftOver(['a-2.ts', 'a-1.ts', 'b.ts'], /^a-/, ['a-1.ts'])).toEqual(['a-2.ts']);
});

test('of a video of 200,000 pictures as of any other', () => {
  const written = Array.from({ length: 200_000 }, (_, i) => `${String(i + 1).padStart(5, '0')}.png`);
  expect(leftOver([...written, '200001.png'], pictures, written)).toEqual(['200001.png']);
});
