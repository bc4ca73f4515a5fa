import * as t from 'io-ts';
import { such } from './such.js';

/** The number that a value holds as text, or is. */
function numberIn(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function wholeIn(value: unknown): number | undefined {
  const number = numberIn(value);
  return number === undefined ? undefined : Math.round(number);
}

const textIn = (value: unknown): string | undefined =>
  typeof value === 'number' || typeof value === 'boolean' ? `${value}` : undefined;

/** Codecs of plain values. */
export const plain = {
  text: such({ expected: 'a text', example: '"…", in quotes if it looks like a number', near: textIn }, t.string.is),
  number: such({ expected: 'a number', example: '0.5', near: numberIn }, t.number.is),
  truth: such({ expected: 'true or false', example: 'true' }, t.boolean.is),
  whole: such({ expected: 'a whole number', example: '1', near: wholeIn }, (value): value is number =>
    Number.isInteger(value),
  ),
} as const;
