import { chmodSync } from 'node:fs';
import { delimiter } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { fetchEmoji } from '../../../../pipelines/cli/data/fetch-emoji.js';
import { put, scratchFolder } from '../../../operators/clips/media-files.js';

const folder = scratchFolder();

afterEach(() => {
  jest.restoreAllMocks();
});

test('an npm that fails is quoted, and nothing is written', async () => {
  chmodSync(put(folder, 'bin/npm', '#!/bin/sh\necho "npm error 404 not here" >&2\nexit 1\n'), 0o755);
  jest.replaceProperty(process, 'env', {
    ...process.env,
    PATH: `${folder}/bin${delimiter}${process.env['PATH'] ?? ''}`,
  });
  const said: string[] = [];
  await expect(fetchEmoji(`${folder}/out`, (line) => said.push(line))).rejects.toThrow(/E_FETCH[^]*404 not here/);
  expect(said).toEqual([expect.stringMatching(/fetching @lobehub\/fluent-emoji-anim-1@1\.0\.0/)]);
});
