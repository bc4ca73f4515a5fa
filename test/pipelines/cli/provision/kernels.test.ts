import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { nativeLibrary } from '../../../../operators/tensor/native/library.js';
import { buildKernels } from '../../../../pipelines/cli/provision/kernels.js';
import { silent } from '../../../../pipelines/cli/provision/reporter.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hpdm-kernels-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('kernels that are there are not compiled again', async () => {
  const library = nativeLibrary(folder);
  await mkdir(dirname(library), { recursive: true });
  await writeFile(library, '');
  expect(await buildKernels(folder, { env: { PATH: '' }, report: silent })).toBeUndefined();
});

test('without a compiler, or with one that fails, the reason is told and nothing is thrown', async () => {
  expect(await buildKernels(folder, { env: { PATH: '' }, report: silent })).toMatchObject({
    code: 'E_SETUP_KERNELS',
    message: expect.stringMatching(/no C\+\+ compiler/),
  });
  const notOne = { PATH: '', CXX: process.execPath };
  expect(await buildKernels(folder, { env: notOne, report: silent })).toMatchObject({ code: 'E_SETUP_KERNELS' });
});
