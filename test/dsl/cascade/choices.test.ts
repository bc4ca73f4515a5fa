import { expect, test } from '@jest/globals';
import { CHOICES } from '../../../dsl/cascade/choices.js';
import { resolveCascade } from '../../../dsl/cascade/cascade.js';
import { document } from './reports.js';

test('a cascade that chooses nothing gets the first word of each choice', () => {
  const { network, time } = resolveCascade(document);
  const first = Object.values(CHOICES).map((words) => Object.keys(words)[0]);
  expect([network.block, network.fusion, time]).toEqual(first);
});
