import { expect, test } from '@jest/globals';
import { fittingSinks } from '../../../dsl/contract/fitting-sinks.js';
import { operators } from '../../../operators/index.js';
import { operators as ofNumbers } from '../numbers.js';

const sinksOf = (unread: readonly string[], read: readonly string[] = []): string[] =>
  fittingSinks({ all: new Set([...unread, ...read]), unread: new Set(unread) }, operators);

test.each([
  ['frames', /^video\.write$/],
  ['video', /^video\.write \(through video\.frames\)$/],
  ['training', /^train\.checkpoint$/],
  ['features', /^measure\.frechet$/],
  ['folder', /^train\.export$/],
  ['trial', /^measure\.table$/],
])('of %s, first comes what writes that', (kind, first) => {
  expect(sinksOf([kind])[0]).toMatch(first);
});

test('what takes another kind is not named, and nothing is where nothing fits', () => {
  expect(sinksOf(['video', 'condition']).join()).not.toMatch(/train\./);
  expect(sinksOf(['training'])).toEqual(['train.checkpoint', 'train.record']);
  expect(sinksOf(['network'])).toEqual([]);
  expect(sinksOf([])).toEqual([]);
});

test('values that no node reads come before others', () => {
  expect(sinksOf(['training'], ['frames'])[0]).toBe('train.checkpoint');
  expect(sinksOf(['frames'], ['training'])[0]).toBe('video.write');
});

test('a sink of a module is named as those of hpdm are', () => {
  const kinds = new Set(['number']);
  expect(fittingSinks({ all: kinds, unread: kinds }, ofNumbers)).toEqual(['test.show', 'test.sink']);
});
