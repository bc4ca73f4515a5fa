import { Command } from 'commander';
import { expect, test } from '@jest/globals';
import {
  anyNumber,
  atLeastOne,
  given,
  wholeNumber,
  withRunFlags,
  type RunFlags,
} from '../../../pipelines/cli/run-flags.js';

const flagsOf = (...args: string[]): RunFlags =>
  withRunFlags(new Command()).exitOverride().parse(args, { from: 'user' }).opts();

test('values for parameters are collected by name; the last of a name counts, and may hold a =', () => {
  expect(flagsOf('--set', 'a=1', '--set', 'b=x=y', '--set', 'a=2').set).toEqual({ a: '2', b: 'x=y' });
  expect(flagsOf().set).toEqual({});
});

test('a value without a name is refused', () => {
  expect(() => flagsOf('--set', 'fps')).toThrow(/E_SET/);
});

test('numbers are numbers', () => {
  expect([wholeNumber('0'), wholeNumber('12'), anyNumber('-0.5')]).toEqual([0, 12, -0.5]);
  for (const text of ['', ' ', '-1', '1.5', 'many']) expect(() => wholeNumber(text)).toThrow(/whole number/);
  expect(atLeastOne('1')).toBe(1);
  for (const text of ['', '0', '-1', '1.5', 'many']) expect(() => atLeastOne(text)).toThrow(/whole number ≥ 1/);
  for (const text of ['', 'many', 'Infinity']) expect(() => anyNumber(text)).toThrow(/a number/);
});

test('flags that were not given are no values', () => {
  expect(given({ count: undefined, fps: 0 })).toEqual({ fps: 0 });
});
