import * as t from 'io-ts';
import { such } from './such.js';

/** Codecs of plain values. */
export const plain = {
  text: such({ expected: 'a text', example: '"…", in quotes if it looks like a number' }, t.string.is),
  number: such({ expected: 'a number', example: '0.5' }, t.number.is),
  truth: such({ expected: 'true or false', example: 'true' }, t.boolean.is),
  whole: such({ expected: 'a whole number', example: '1' }, (value): value is number => Number.isInteger(value)),
} as const;
