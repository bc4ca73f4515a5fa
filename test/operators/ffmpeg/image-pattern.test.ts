import { expect, test } from '@jest/globals';
import { NUMBER, imagePattern } from '../../../operators/ffmpeg/image-pattern.js';

test('only the number of the name is one for ffmpeg, which takes %% for a percent sign', () => {
  expect(imagePattern('/50%d', '%05d.png')).toBe('file:/50%%d/%05d.png');
  expect(imagePattern('x', 'a%b%03d-100%.png')).toBe('file:x/a%%b%03d-100%%.png');
  expect(imagePattern('x', '%%d.png')).toBe('file:x/%%%d.png');
});

test.each([
  ['%d.png', true],
  ['a%012d.png', true],
  ['my%20dog.png', false],
  ['100%.png', false],
])('whether %s has a number: %s', (name, has) => {
  expect(NUMBER.test(name)).toBe(has);
});
