import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { builtIn } from '../../../pipelines/built-in.js';
import { Documents, inside } from '../../../pipelines/studio/documents.js';
import { scratch } from '../cli/command-line.js';

const folder = scratch();
const outer = scratch();
const MINE = 'hpdm: 1\nabout: Mine.\nnodes: {}\n';
writeFileSync(join(folder, 'mine.yaml'), MINE);
mkdirSync(join(folder, 'deep/out'), { recursive: true });
writeFileSync(join(folder, 'deep/other.yaml'), 'extends: ../mine.yaml\n');
writeFileSync(join(folder, 'deep/out/made.yaml'), MINE);
writeFileSync(join(outer, 'secret.yaml'), 'hpdm: 1\nabout: Secret.\n');
symlinkSync(outer, join(folder, 'way-out'));
const documents = new Documents(folder);

test('the documents of the folder are listed before those of hpdm; cascades and what was made are left out', () => {
  const listed = documents.list();
  expect(listed.filter(({ ready }) => !ready)).toEqual([
    { file: 'deep/other.yaml', name: 'deep/other.yaml', about: '', ready: false },
    { file: 'mine.yaml', name: 'mine.yaml', about: 'Mine.', ready: false },
  ]);
  expect(listed.filter(({ ready }) => ready).map(({ name }) => name)).toContain('sample-texts');
});

test('a document is read with its version and under the name that it has in the folder', () => {
  expect(documents.read(join(folder, 'mine.yaml'))).toMatchObject({ file: 'mine.yaml', text: MINE, ready: false });
  expect(documents.read(builtIn('sample.yaml'))).toMatchObject({ file: builtIn('sample.yaml'), ready: true });
  expect(() => documents.read('none.yaml')).toThrow(/E_FILE[^]*no such file/);
});

describe('what lies outside', () => {
  test.each([
    '../secret.yaml',
    'deep/../../secret.yaml',
    join(outer, 'secret.yaml'),
    'way-out/secret.yaml',
    'way-out/new.yaml',
    '/etc/new.yaml',
  ])('%s is refused', async (file) => {
    expect(() => documents.read(file)).toThrow('E_OUTSIDE');
    await expect(documents.save({ file, text: '' }, undefined)).rejects.toThrow('E_OUTSIDE');
  });

  test('a document elsewhere that the user named is read and written', async () => {
    const named = new Documents(folder, join(outer, 'secret.yaml'));
    const { text, version } = named.read(join(outer, 'secret.yaml'));
    await expect(named.save({ file: join(outer, 'secret.yaml'), text }, version)).resolves.toMatchObject({ text });
  });

  test('only documents are read: a name with another ending is refused', () => {
    expect(() => documents.read('package.key')).toThrow('E_OUTPUT_PATH');
  });

  test('what comes with hpdm is not written', async () => {
    const { text, version } = documents.read(builtIn('sample.yaml'));
    await expect(documents.save({ file: builtIn('sample.yaml'), text }, version)).rejects.toThrow('E_OUTSIDE');
  });
});

describe('saving', () => {
  test('a new document is written; one that is there is not written over', async () => {
    await expect(documents.save({ file: 'new.yaml', text: MINE }, undefined)).resolves.toMatchObject({ text: MINE });
    await expect(documents.save({ file: 'new.yaml', text: '' }, undefined)).rejects.toThrow(/E_CHANGED[^]*exists/);
    expect(readFileSync(join(folder, 'new.yaml'), 'utf8')).toBe(MINE);
  });

  test('of two pages that change a document, the second is told', async () => {
    const { version } = await documents.save({ file: 'both.yaml', text: 'hpdm: 1\n' }, undefined);
    await documents.save({ file: 'both.yaml', text: 'hpdm: 1 # first\n' }, version);
    await expect(documents.save({ file: 'both.yaml', text: 'hpdm: 1 # second\n' }, version)).rejects.toThrow(
      'E_CHANGED',
    );
    expect(readFileSync(join(folder, 'both.yaml'), 'utf8')).toContain('first');
  });

  test('a document of a size that nobody writes is refused', () => {
    writeFileSync(join(folder, 'large.yaml'), '#'.repeat(2 ** 21));
    expect(() => documents.read('large.yaml')).toThrow('E_TOO_LARGE');
  });
});

test('a path in a folder may be that of a file to come', () => {
  expect(inside(folder, 'a/b/c.yaml')).toBe(join(folder, 'a/b/c.yaml'));
  expect(() => inside(folder, '../x')).toThrow('E_OUTSIDE');
});
