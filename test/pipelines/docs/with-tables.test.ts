import { expect, test } from '@jest/globals';
import { TABLES } from '../../../pipelines/docs/tables.js';
import { withTables } from '../../../pipelines/docs/with-tables.js';

const page = (name: string): string => `# A page\n\n<!-- table: ${name} -->\n\nold\n\n<!-- end -->\n\nMore.\n`;

test('a guide gets each marked table as it is now, and keeps the rest; a second time changes nothing', () => {
  const made = withTables({ one: '| new |' }, page('one'));
  expect(made).toBe(page('one').replace('old', '| new |'));
  expect(withTables({ one: '| new |' }, made)).toBe(made);
});

test('a mark that names no table is refused', () => {
  expect(() => withTables({ one: '' }, page('two'))).toThrow(/no table "two"; known: one/);
});

test('every sampler of the table has its row', () => {
  expect(TABLES['samplers']).toMatch(/`heun` .* 31 .*\n[^]*`ancestral` .* 16 +\| `eta`/);
});
