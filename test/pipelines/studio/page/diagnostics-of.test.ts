import { expect, test } from '@jest/globals';
import { Text } from '@codemirror/state';
import { diagnosticsOf } from '../../../../pipelines/studio/page/diagnostics-of.js';

const doc = Text.of(['hpdm: 1', 'nodes:', '  a: { op: "noise.canvs" }', '']);
const at = (line: number, column: number, file = 'mine.yaml') => ({
  code: 'E_FILE' as const,
  place: { file, line, column },
  expected: 'one thing',
  got: 'another',
  try: 'the first',
});

test('a fault marks the word at its place, and says what to do', () => {
  const [fault] = diagnosticsOf([at(3, 12)], 'mine.yaml', doc);
  expect(doc.sliceString(fault?.from ?? 0, fault?.to)).toBe('"noise.canvs"');
  expect(fault?.message).toBe('expected  one thing\ngot  another\ntry  the first');
});

test.each([
  [8, 'op: "noise.canvs"'],
  [3, 'a'],
])('a fault of the key in column %i marks %s', (column, marked) => {
  const [fault] = diagnosticsOf([at(3, column)], 'mine.yaml', doc);
  expect(doc.sliceString(fault?.from ?? 0, fault?.to)).toBe(marked);
});

test('a fault at a place that the text no longer has is marked at its end', () => {
  expect(diagnosticsOf([at(99, 99)], 'mine.yaml', doc)).toMatchObject([{ from: doc.length, to: doc.length }]);
});

test('faults of other files are not marked', () => {
  expect(diagnosticsOf([at(1, 1, 'level.yaml'), { code: 'E_FILE' }], 'mine.yaml', doc)).toEqual([]);
});
