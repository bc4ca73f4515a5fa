import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CODES, factsOf, type FaultCode } from '../../../dsl/fault/codes.js';

const PRODUCT = ['dsl', 'operators', 'pipelines', 'bench'];

/** Every file below a folder whose name ends so. */
const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));

const namedIn = (files: readonly string[]): Set<string> =>
  new Set(files.flatMap((file) => readFileSync(file, 'utf8').match(/\bE_[A-Z_]+\b/g) ?? []));

describe('the table of fault codes', () => {
  test('has every code that is thrown, and none that is not', () => {
    const files = PRODUCT.flatMap((folder) => filesIn(folder, '.ts')).filter(
      (file) => !file.endsWith('fault/codes.ts'),
    );
    const thrown = files.flatMap((file) => readFileSync(file, 'utf8').match(/'[EX]_[A-Z_]+'/g) ?? []);
    expect([...new Set(thrown.map((text) => text.slice(1, -1)))].sort()).toEqual(Object.keys(CODES).sort());
  });

  test('has every code that comments and guides speak of', () => {
    const files = [...PRODUCT.flatMap((folder) => filesIn(folder, '.ts')), ...filesIn('docs', '.md'), 'README.md'];
    expect([...namedIn(files)].filter((code) => !(code in CODES) && !code.endsWith('_'))).toEqual([]);
  });

  test('says what each means in words of its own, in one sentence', () => {
    const meanings = Object.values(CODES).map(({ meaning }) => meaning);
    expect(new Set(meanings).size).toBe(meanings.length);
    for (const meaning of meanings) expect(meaning).toMatch(/^[A-Z`].*[^.]$/);
  });
});

test('a code of an operator that is not part of hpdm counts as bad input that may leave gaps', () => {
  expect(factsOf('X_TINT')).toMatchObject({ exit: 2, leavesGaps: true });
  expect(factsOf('E_OF_ANOTHER_VERSION' as FaultCode)).toEqual(factsOf('X_TINT'));
});
