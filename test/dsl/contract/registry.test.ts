import { expect, test } from '@jest/globals';
import { idsWhere, inBrackets, makersOf, registryOf } from '../../../dsl/contract/registry.js';
import { operators as all } from '../../../operators/index.js';
import { operators } from '../numbers.js';

test('operators are found by id, and two may not share one', () => {
  const [one, add] = [operators['test.one'], operators['test.add']];
  if (one === undefined || add === undefined) throw new Error('no such operators');
  expect(registryOf([one, add])).toEqual({ 'test.one': one, 'test.add': add });
  expect(() => registryOf([one, one])).toThrow(/test\.one/);
});

test('who needs a kind of value is told who makes it, or that nobody does', () => {
  expect(makersOf('number', operators)).toMatch(/test\.one \(one number\), test\.add \(add a number\)/);
  expect(makersOf('picture', operators)).toMatch(/no operator has one/);
});

test('first come those that make nothing else, then those that need the least', () => {
  expect(makersOf('video', all)).toMatch(/: video\.tensor \(.*noise\.canvas \(/);
  expect(makersOf('frames', all)).toMatch(/: video\.read \(.*video\.frames \(.*video\.rate \(/);
  expect(idsWhere(all, ({ out }) => Object.keys(out).length === 0)).toMatch(/\bvideo\.write$/);
});

test('an operator is named with what it does', () => {
  expect(inBrackets('video.frames', 'Turn a video into frames')).toBe('video.frames (turn a video into frames)');
});

test('advice names the first operators that do what is needed, and none where there is none', () => {
  expect(idsWhere(operators, ({ out }) => 'value' in out)).toMatch(/^: test\.\w+(, test\.\w+){2}$/);
  expect(idsWhere(operators, () => false)).toBe('');
});
