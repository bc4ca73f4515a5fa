import { expect, test } from '@jest/globals';
import { checkNetwork } from '../../../dsl/cascade/check-network.js';
import { document, reported, type Document } from './reports.js';

const found = (change: Partial<Document['network']>, levels = document.levels): string[] =>
  reported((report) => {
    checkNetwork({ ...document, levels, network: { ...document.network, ...change } }, report);
  });

test('a network that works is not reported', () => {
  expect(found({})).toEqual([]);
});

test.each<[string, Partial<Document['network']>, string[]]>([
  ['tokens divide the patch', { token: [1, 5, 4] }, ['network.token.1']],
  ['heads divide every width', { heads: 7 }, ['network.heads']],
  ['a transformer has no latents', { block: 'transformer' }, ['network.latents']],
  ['one number of levels for each block', { levelsPerBlock: [2] }, ['network.levelsPerBlock']],
  ['no more levels than there are', { levelsPerBlock: [1, 3] }, ['network.levelsPerBlock.1']],
  ['a level that has entered stays', { blocks: 3, levelsPerBlock: [2, 1, 2] }, ['network.levelsPerBlock.1']],
  ['without fusion nothing is detached', { fusion: 'none', detachContext: true }, ['network.detachContext']],
])('%s', (_, change, trails) => {
  expect(found(change)).toEqual(trails);
});

test('with one level there are no coarser pixels and no coarser estimate', () => {
  expect(found({ pixels: true, residual: true })).toEqual([]);
  expect(found({ pixels: true, residual: true }, document.levels.slice(0, 1))).toEqual([
    'network.pixels',
    'network.residual',
  ]);
});
