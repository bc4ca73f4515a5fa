import { expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { checkCascade } from '../../../dsl/cascade/check-cascade.js';
import { parseSource } from '../../../dsl/document/source.js';
import { document, type Document } from './reports.js';

const faultsOf = (change: Partial<Document>) => {
  const changed = { ...document, ...change };
  return checkCascade(changed, parseSource('mine.yaml', stringify(changed)));
};

test('a cascade that works has no fault', () => {
  expect(faultsOf({})).toEqual([]);
});

test('a fault says where, what was expected, what was found and what to try', () => {
  expect(faultsOf({ noise: { rho: -1 } })).toEqual([
    {
      code: 'E_CASCADE',
      place: { file: 'mine.yaml', line: expect.any(Number), column: 3 },
      path: 'noise.rho',
      expected: 'more than 0 (ρ of the `karras` schedule)',
      got: '-1',
      try: 'rho: 7',
    },
  ]);
});

test.each<[string, Partial<Document>, string[]]>([
  [
    'counts are whole numbers from 1 on; what divides by them is not checked then',
    { patch: [0, 16, 16], noise: { rho: -1 }, condition: {} },
    ['patch[0]', 'noise.rho'],
  ],
  ['noise goes down', { noise: { min: 2, max: 1 } }, ['noise.min']],
  ['classes or text', { condition: {} }, ['condition']],
  ['not both', { condition: { classes: 2, text: { width: 3, tokens: 4 } } }, ['condition.text']],
])('%s', (_, change, paths) => {
  expect(faultsOf(change).map(({ path }) => path)).toEqual(paths);
});
