import { expect, test } from '@jest/globals';
import { completeCascade } from '../../../dsl/cascade/complete-cascade.js';
import { smallCascade } from '../../cascade.js';

test('a cascade stored before there were pixel context, residuals, noise per level and readings of text is what it was', () => {
  const cascade = smallCascade({ condition: { text: { width: 5, tokens: 4 } }, noise: { mean: -0.5, max: 40 } });
  const stored = structuredClone(cascade) as unknown as Record<string, Record<string, unknown>>;
  delete stored['network']?.['pixels'];
  delete stored['network']?.['residual'];
  delete stored['network']?.['uncertainty'];
  delete stored['network']?.['neighbours'];
  delete stored['condition']?.['read'];
  for (const level of Object.values(stored['levels'] ?? {})) {
    for (const key of ['noise', 'sigmaMax', 'start', 'threshold', 'detail', 'cycleSpin', 'shift'])
      Reflect.deleteProperty(level as object, key);
  }
  expect(stored).not.toEqual(cascade);
  expect(completeCascade(stored as never)).toEqual(cascade);
});

test('a cascade of now stays as it is', () => {
  const network = { pixels: true, residual: true, uncertainty: true, neighbours: true };
  const level = { size: [2, 4, 4], noise: { std: 2 } } as const;
  const cascade = smallCascade({ network, levels: [level, { size: [4, 8, 8] }] });
  expect(completeCascade(cascade)).toEqual(cascade);
});
