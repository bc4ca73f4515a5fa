import { expect, test } from '@jest/globals';
import { formatCascade } from '../../../pipelines/docs/format-cascade.js';

const page = formatCascade();
/** The cells of a key's row. */
const rowOf = (key: string): string[] =>
  (page.split('\n').find((line) => line.startsWith(`| \`${key}\` `)) ?? '').split('|').map((cell) => cell.trim());

test('a key has its type, default, range, unit, meaning and source', () => {
  expect(rowOf('overlap').slice(1, 8)).toEqual([
    ...[
      '`overlap`',
      '[frames, height, width], three numbers',
      '[0, 0, 0] for level 0, else [0, o, o], with o a little less than 0.5',
      '≥ 0, < 1',
    ],
    ...[
      'fraction of the tile',
      'part of a tile that it shares with its neighbour, along each axis',
      'ours; §4.4 has 0.5',
    ],
  ]);
  expect(rowOf('sampler')[2]).toBe('`heun`, `euler`, `dpmpp-2m`, `ancestral`');
  expect(rowOf('rho').slice(3, 5)).toEqual(['`7`', '> 0']);
});

test('a map is a link to its section', () => {
  expect(rowOf('network')[2]).toBe('see [Network](#network)');
  expect(page).toContain('\n## Network\n');
});

test('no word of a choice is without its meaning', () => {
  for (const word of ['heun', 'karras', 'hann', 'rin', 'shallow', 'average']) expect(rowOf(word)[2]).toMatch(/\w/);
});
