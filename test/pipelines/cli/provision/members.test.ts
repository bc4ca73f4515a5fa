import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { membersLibrary } from '../../../../operators/tensor/native/library.js';
import { buildMembers } from '../../../../pipelines/cli/provision/members.js';
import { silent } from '../../../../pipelines/cli/provision/reporter.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hpdm-members-'));
  await mkdir(dirname(membersLibrary(folder)), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the library that is there is not compiled again', async () => {
  await writeFile(membersLibrary(folder), '');
  expect(await buildMembers(folder, { env: { PATH: '' }, report: silent })).toBeUndefined();
});

test('it is compiled without TensorFlow, which it finds when it is used', async () => {
  expect(await buildMembers(folder, { env: process.env, report: silent })).toBeUndefined();
  const module: { exports: Record<string, unknown> } = { exports: {} };
  process.dlopen(module, membersLibrary(folder));
  expect(Object.keys(module.exports).sort()).toEqual(['joined', 'prepare', 'reason', 'wait']);
});

test('without a compiler the reason is told', async () => {
  const missing = await buildMembers(folder, { env: { PATH: '' }, report: silent });
  expect(missing).toMatchObject({ code: 'E_SETUP_KERNELS', message: expect.stringMatching(/no C\+\+ compiler/) });
});
