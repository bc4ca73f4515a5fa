import { expect, test } from '@jest/globals';
import { formatDivision, mustDivide, sentBytes, undividedBytes } from '../../../operators/training/must-divide.js';
import { countParameters } from '../../../operators/network/declare-parameters.js';
import { smallCascade } from '../../cascade.js';

const cascade = smallCascade();

test('members divide where nine vectors as long as the network has parameters do not fit', () => {
  expect(mustDivide(cascade, undividedBytes(cascade), 2)).toBe(false);
  expect(mustDivide(cascade, undividedBytes(cascade) - 1, 2)).toBe(true);
  expect(mustDivide(cascade, 1, 1)).toBe(false);
  expect(mustDivide(cascade, undefined, 2)).toBe(false);
});

test('says what each member holds, and what the undivided needs', () => {
  const large = smallCascade({ network: { width: 4096, latentWidth: 4096 } });
  const gib = (4 * countParameters(large)) / 2 ** 30;
  expect(formatDivision(large, 4, 2 ** 31)).toBe(
    `4 members divide the moments and the average of the weights, ${Number(((3 * gib) / 4).toPrecision(3))} GiB each: undivided, the optimiser needs ${Number((9 * gib).toPrecision(3))} GiB, more than the 2 GiB that a member may take`,
  );
});

test('a member sends the gradient nearly twice, and what it does not hold of the new weights once', () => {
  expect([1, 2, 1024].map((members) => sentBytes(1000, members, false))).toEqual([0, 4000, 7992]);
  expect([2, 1024].map((members) => sentBytes(1000, members, true))).toEqual([6000, 11988]);
});
