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

test('values for parameters are collected by name, and may hold a =; two of one name are refused', () => {
  expect(flagsOf('--set', 'a=1', '--set', 'b=x=y').set).toEqual({ a: '1', b: 'x=y' });
  expect(() => flagsOf('--set', 'a=1', '--set', 'a=2')).toThrow(/a {2}E_SET[^]*a=1, and a=2/);
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
