import { expect, test } from '@jest/globals';
import { nearest, suggestion } from '../../../dsl/fault/nearest.js';

test.each([
  ['overlp', ['overlap', 'window'], 'overlap'],
  ['nubmers', ['numbers', 'others'], 'numbers'],
  ['video.raed', ['video.rate', 'video.read'], 'video.read'],
  ['inputs', ['in', 'out'], 'in'],
  ['write', ['video.read', 'video.write'], 'video.write'],
  ['zebra', ['overlap', 'window'], undefined],
  ['anything', [], undefined],
])('%s of %j means %s', (name, known, meant) => {
  expect(nearest(name, known)).toBe(meant);
});

test('advice is the nearest name, else all of them, else that there are none', () => {
  expect(suggestion('overlp', ['window', 'overlap'])).toBe('did you mean "overlap"?');
  expect(suggestion('zebra', ['window', 'overlap'])).toBe('known: overlap, window');
  expect(suggestion('zebra', [])).toMatch(/nothing/);
  expect(suggestion('sgima', ['sigma'], (name) => `in.${name}`)).toBe('did you mean "in.sigma"?');
});
