import { expect, test } from '@jest/globals';
import { tableRows } from '../../../operators/measure/table-rows.js';
import { tableSection, withSection } from '../../../operators/measure/table-section.js';
import { resultOf } from './results.js';

const results = [resultOf({ row: 'full', seed: 1, distance: 4 }), resultOf({ row: 'full', seed: 2, distance: 6 })];

const section = (more: typeof results = []): string =>
  tableSection({
    ...{ title: 'A table', about: 'Two rows.', rows: tableRows(['full', 'shallow'], [...results, ...more]), seeds: 3 },
    ...{ videos: 4, reals: 8, measures: ['fd.frames', 'fvd'], real: { 'fd.frames': { value: 1, error: null } } },
    ...{ paper: { heading: 'paper', values: ['2', '3'] }, pictures: [['samples', 'x/samples.png']] },
  });

test('rows side by side with their figures, the paper’s and the real videos’; a row that is missing has none', () => {
  const lines = section().split('\n');
  expect(lines[0]).toBe('## A table');
  expect(lines).toContain('|  | full | shallow | real videos |');
  expect(lines).toContain('| seeds | 2 of 3 | 0 of 3 |  |');
  expect(lines.find((line) => line.includes('Fréchet'))).toMatch(/\| 5\.0 ± 1\.0 \| {2}\| 1 \|$/);
  expect(lines).toContain('| loss of level 0 | 3 |  |  |');
  expect(lines).toContain('| paper | 2 | 3 |  |');
  expect(lines.at(-1)).toBe('![samples](x/samples.png)');
  expect(section()).not.toContain('In the paper');
});

test('when all rows are there, their order is told beside that of the paper', () => {
  expect(section([resultOf({ row: 'shallow', seed: 1, distance: 1 })])).toMatch(
    /by Fréchet.*: shallow, full\. In the paper: full, shallow\./,
  );
});

test('a section takes the place of the earlier one, and leaves the others alone', () => {
  const both = withSection(withSection('# Page\n', 'a', 'first'), 'b', 'second');
  expect(withSection(both, 'a', 'new')).toBe(both.replace('first', 'new'));
  expect(both).toMatch(/^# Page\n\n<!-- a -->\n\nfirst\n[^]*<!-- b -->\n\nsecond\n/);
});
