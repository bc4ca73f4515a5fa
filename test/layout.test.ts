import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { transform } from 'esbuild';

/** Modules without a test of their own, as yet: suites of their neighbours run them. None is added; one that gets a test goes. */
const WITHOUT = new Set(readFileSync('test/without-a-test.txt', 'utf8').trimEnd().split('\n'));

/** Modules of the product that do something: not those of types alone, nor those that only pass on what others export. */
async function working(): Promise<string[]> {
  const files = ['dsl', 'operators', 'pipelines'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?<!\.d|index)\.ts$/.test(name))
      .map((name) => `${folder}/${name}`),
  );
  const code = await Promise.all(
    files.map(async (file) => (await transform(readFileSync(file, 'utf8'), { loader: 'ts' })).code),
  );
  return files.filter((_, i) => code[i] !== '').sort();
}

const isTested = (module: string): boolean =>
  ['.test.ts', '.slow.test.ts'].some((ending) => existsSync(`test/${module.replace(/\.ts$/, ending)}`));

test('every module has a test under its own path', async () => {
  const modules = await working();
  expect(modules.length).toBeGreaterThan(150);
  expect(modules.filter((module) => !isTested(module) && !WITHOUT.has(module))).toEqual([]);
});

test('a module that has one, or is gone, is not listed as without', async () => {
  const modules = new Set(await working());
  expect([...WITHOUT].filter((module) => isTested(module) || !modules.has(module))).toEqual([]);
});
