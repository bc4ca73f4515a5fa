import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { fileMisfit } from '../../../dsl/document/file-misfit.js';
import { folderOf } from '../numbers.js';

const folder = folderOf({ 'cascade.yaml': '' });

test('a file that is there fits', () => {
  expect(fileMisfit(join(folder, 'cascade.yaml'))).toBeUndefined();
});

test.each([
  ['cascde.yaml', /cascde\.yaml: no such file/, 'did you mean "cascade.yaml"?'],
  ['other.txt', /other\.txt: no such file/, expect.stringMatching(/^a file in /)],
  ['nowhere/a.yaml', /a\.yaml: no such file/, expect.stringMatching(/^there is no folder .*nowhere$/)],
  ['.', /: a folder$/, expect.stringContaining('folder')],
])('%s', (name, got, advice) => {
  expect(fileMisfit(join(folder, name))).toEqual({ got: expect.stringMatching(got), try: advice });
});
