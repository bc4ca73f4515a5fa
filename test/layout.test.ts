import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { transform } from 'esbuild';

/** Modules of the product that do something: not those of types alone, nor those that only pass on what others export. */
async function working(): Promise<string[]> {
  const files = ['dsl', 'operators', 'pipelines'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?<!\.d|index)\.ts$/.test(name))
      .map((name) => `${folder}/${name}`)
      // modules of a page need a browser: test/pipelines/studio/studio.slow.test.ts uses them as a reader of the page does
      .filter((name) => !name.startsWith('pipelines/studio/page/')),
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
  expect(modules.filter((module) => !isTested(module))).toEqual([]);
});

test('no native source has more than 250 lines, as no TypeScript module has', () => {
  const sources = ['dsl', 'operators', 'pipelines'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(cc|cpp|c|h|hpp|cu|metal|wgsl)$/.test(name))
      .map((name) => `${folder}/${name}`),
  );
  expect(sources).toContain('operators/tensor/native/kernels.cc');
  const lines = (file: string): number => readFileSync(file, 'utf8').trimEnd().split('\n').length;
  expect(sources.filter((file) => lines(file) > 250)).toEqual([]);
});
