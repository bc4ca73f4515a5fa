import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { compiled } from '../../../pipelines/cli/compiled.js';

const scratch = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** A package in a folder of its own, with thirty modules besides those that compile it. */
function packageOf(name: string) {
  const root = join(scratch, name);
  const put = (path: string, text: string): void => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  put('package.json', '{ "type": "module" }');
  put('index.ts', 'export const answer: number = 42;');
  put('pipelines/hello.ts', 'export const hello: string = "hello";');
  for (let i = 0; i < 30; i++) put(`dsl/room-${i % 5}/module-${i}.ts`, `export const value: number = ${i};`);
  mkdirSync(join(root, 'operators'));
  mkdirSync(join(root, 'pipelines/cli'));
  for (const file of ['compile.js', 'compiled.js'])
    copyFileSync(`pipelines/cli/${file}`, join(root, 'pipelines/cli', file));
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(resolve('node_modules/esbuild'), join(root, 'node_modules/esbuild'));
  const cache = join(root, 'node_modules/.cache/hpdm');
  const script = `
    const { compiled } = await import(${JSON.stringify(join(root, 'pipelines/cli/compiled.js'))});
    const [, url] = await Promise.all([compiled('index.ts'), compiled('pipelines/hello.ts')]);
    const { hello } = await import(url);
    console.log(hello);`;
  const args = ['--input-type=module', '--eval', script];
  const start = () => spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 });
  return { root, put, args, start, kept: () => (existsSync(cache) ? readdirSync(cache) : []) };
}

test('every module is compiled once, and believes to be where its source is', async () => {
  const [one, other] = [await compiled('dsl/index.ts'), await compiled('pipelines/built-in.ts')];
  const [index, builtIn] = [fileURLToPath(one ?? ''), fileURLToPath(other ?? '')];
  const folder = dirname(dirname(index));
  expect(builtIn).toBe(join(folder, 'pipelines/built-in.js'));
  expect(existsSync(join(folder, 'operators/tensor/native/library.js'))).toBe(true);
  expect(readFileSync(builtIn, 'utf8')).toContain(`file://${process.cwd()}/pipelines/built-in.ts`);
  expect(readdirSync(dirname(folder)).filter((name) => name.endsWith(`.${process.pid}`))).toEqual([]);
});

describe('a compilation that does not end well', () => {
  test('shows the error of the compiler, and leaves nothing', () => {
    const { put, start, kept } = packageOf('wrong');
    put('index.ts', 'export const answer: number = ;');
    const { status, stderr } = start();
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/index\.ts:1:30: ERROR: Unexpected ";"/);
    expect(stderr).not.toMatch(/ENOTEMPTY/);
    expect(kept()).toEqual([]);
    put('index.ts', 'export const answer: number = 42;');
    expect(start()).toMatchObject({ status: 0, stdout: 'hello\n' });
  });

  test('killed half-way, it leaves a folder that the next start removes', async () => {
    const { root, put, args, start, kept } = packageOf('killed');
    // a module that can be opened only when somebody writes to it: the compilation waits for it
    const waits = join(root, 'dsl/waits.ts');
    expect(spawnSync('mkfifo', [waits]).status).toBe(0);
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    const ended = once(child, 'close');
    while (child.exitCode === null && kept().length === 0) await new Promise(setImmediate);
    const left = kept();
    expect(left).toEqual([expect.stringMatching(new RegExp(`^[0-9a-f]{16}\\.${child.pid ?? 0}$`))]);
    child.kill('SIGKILL');
    await ended;
    expect(kept()).toEqual(left);
    rmSync(waits);
    put('dsl/waits.ts', 'export {};');
    expect(start()).toMatchObject({ status: 0, stdout: 'hello\n' });
    expect(kept()).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
  });

  test('what another process is still compiling stays', () => {
    const { root, start, kept } = packageOf('other');
    const other = `${'0'.repeat(16)}.${process.pid}`;
    mkdirSync(join(root, 'node_modules/.cache/hpdm', other), { recursive: true });
    expect(start()).toMatchObject({ status: 0, stdout: 'hello\n' });
    expect(kept()).toContain(other);
  });
});
