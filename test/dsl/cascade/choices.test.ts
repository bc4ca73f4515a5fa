import { expect, test } from '@jest/globals';
import { CHOICES } from '../../../dsl/cascade/choices.js';
import { resolveCascade } from '../../../dsl/cascade/cascade.js';
import { document } from './reports.js';

test('a cascade that chooses nothing gets the first word of each choice', () => {
  const { network, condition, levels, time } = resolveCascade({
    ...document,
    condition: { text: { width: 8, tokens: 4 } },
  });
  const first = Object.values(CHOICES).map((words) => Object.keys(words)[0]);
  const read = condition.kind === 'text' ? condition.read : undefined;
  expect([network.block, network.fusion, read, levels[0]?.start, time]).toEqual(first);
});
