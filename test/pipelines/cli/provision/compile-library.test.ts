import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { compileLibrary } from '../../../../pipelines/cli/provision/compile-library.js';
import { silent } from '../../../../pipelines/cli/provision/reporter.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hpdm-compile-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const compiling = async (text: string) => {
  const [source, library] = [join(folder, 'one.cc'), join(folder, 'one.node')];
  await writeFile(source, text);
  const steps: string[] = [];
  const report = { ...silent, step: (step: string) => void steps.push(step) };
  const failed = await compileLibrary(
    { name: 'a test', library, source, flags: ['-O0'] },
    { env: process.env, report },
  );
  return { failed, steps, library };
};

test('a library is there when it is complete, and the user is told what is compiled', async () => {
  const { failed, steps, library } = await compiling('extern "C" int one() { return 1; }');
  expect(failed).toBeUndefined();
  expect(steps).toEqual(['compiling a test']);
  expect(existsSync(library)).toBe(true);
});

test("a mistake in the source is told in the compiler's words, and nothing is left", async () => {
  const { failed, library } = await compiling('int one() { return two; }');
  expect(failed?.message).toMatch(/the compiler failed \(.*two.*\)/);
  expect(existsSync(library)).toBe(false);
  expect(readdirSync(folder)).toEqual(['one.cc']);
});
