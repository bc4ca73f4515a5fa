import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { load } from '../../../dsl/index.js';
import { edges, faultsOf, folderOf, loaded, operators } from '../numbers.js';

const HPDM = fileURLToPath(new URL('../../../pipelines/cli/bin.js', import.meta.url));

/** A module with one operator on numbers. */
const module = (id: string, more = ''): string => `
import { int, pure } from 'hpdm';
${more}
const value = { kind: { name: 'number', tensors: false, release: () => undefined } };
export const operator = pure({
  id: '${id}',
  summary: 'Multiply a number',
  in: { value },
  out: { value },
  with: { by: int('factor', { default: 2 }) },
  run: ({ value }, { by }) => ({ value: value * by }),
});`;
const MAIN = `hpdm: 1
use: ./mine.ts
nodes:
  one: { op: test.one }
  more: { op: my.times, in: { value: one.value } }
  sink: { op: test.sink, in: { value: more.value } }`;

describe('use', () => {
  test('adds the operators of a module, of several, and of those a sub-graph uses', async () => {
    const graph = await loaded({
      'main.yaml': MAIN.replace('./mine.ts', '[./mine.ts, ./more.js]').replace(/$/, '\n  part: { graph: part.yaml }'),
      'part.yaml': `hpdm: 1
use: third.ts
nodes: { one: { op: test.one }, a: { op: my.third, in: { value: one.value } }, b: { op: my.second, in: { value: a.value } }, sink: { op: test.sink, in: { value: b.value } } }`,
      'mine.ts': module('my.times'),
      'more.js': module('my.second'),
      'third.ts': module('my.third'),
    });
    expect(edges(graph)).toContain('more: value ← one.value');
    expect(edges(graph)).toContain('part.b: value ← part.a.value');
  });

  test.each([
    [
      'that is not there',
      {},
      /main\.yaml:2:1 {2}use {2}E_USE_FILE[^]*mine\.ts: no such file[^]*did you mean "min\.ts"/,
    ],
    ['that throws', { 'mine.ts': "throw new Error('no luck');" }, /main\.yaml:2:1 {2}use {2}E_USE_IMPORT\n {2}no luck/],
    ['without operators', { 'mine.ts': 'export const a = 1;' }, /main\.yaml:2:1 {2}use {2}E_USE_EMPTY[^]*only a/],
    [
      'with an id that is taken',
      { 'mine.ts': module('test.add') },
      /main\.yaml:2:1 {2}use {2}E_USE_CLASH[^]*"test\.add", which hpdm has/,
    ],
    [
      'with an id of another form',
      { 'mine.ts': module('times') },
      /main\.yaml:2:1 {2}use {2}E_USE_OPERATOR[^]*an id such as "my\.tint"/,
    ],
    [
      'with half an operator',
      { 'mine.ts': "export const half = { form: 'pure', id: 'my.half', summary: '', in: {}, with: {} };" },
      /E_USE_OPERATOR\n {2}expected +"out"[^]*export "half"/,
    ],
    [
      'with a source that does not say how many items it makes',
      {
        'mine.ts':
          "export const own = { form: 'source', emits: 'lots', id: 'my.own', summary: '', in: {}, out: {}, with: {} };",
      },
      /E_USE_OPERATOR\n {2}expected +"emits", 'one' or 'many'\n {2}got +mine\.ts: export "own" with "lots"/,
    ],
  ])('of a module %s is one fault, at the line that uses it', async (_, files, message) => {
    const said = await faultsOf({ 'main.yaml': MAIN, 'min.ts': module('my.other'), ...files });
    expect(said).toMatch(message);
    expect(said.split('\n\n')).toHaveLength(1);
  });

  test('of two modules with the same id names both', async () => {
    const main = MAIN.replace('./mine.ts', '[mine.ts, again.ts]');
    const said = await faultsOf({ 'main.yaml': main, 'mine.ts': module('my.times'), 'again.ts': module('my.times') });
    expect(said).toMatch(/main\.yaml:2:\d+ {2}use\[1\] {2}E_USE_CLASH[^]*"my\.times", which mine\.ts has/);
  });

  test('a name that is not known is still refused when a module is broken and the name is nearly another', async () => {
    const main = MAIN.replace('test.one', 'test.onee');
    const said = await faultsOf({ 'main.yaml': main, 'mine.ts': 'throw new Error()' });
    expect(said).toMatch(/E_USE_IMPORT[^]*E_OPERATOR_UNKNOWN[^]*"test\.one"/);
  });
});

describe('from the command line, in a folder of the user', () => {
  const folder = folderOf({
    'mine.ts': module('my.times', "import { three } from './three.js';\nexport { three };"),
    'three.ts': 'export const three: number = 3;',
    'package.json': '{}',
    'main.yaml': `hpdm: 1
use: [mine.ts, ends.mjs]
nodes: { row: { chain: [{ op: my.one }, { op: my.times }, { op: my.print }] } }`,
    'ends.mjs': `
import { source, stage } from 'hpdm';
const value = { kind: { name: 'number', tensors: false, release: () => undefined } };
export const one = source({ id: 'my.one', summary: '21', emits: 'one', in: {}, out: { value }, with: {}, async *run() { yield { value: 21 }; } });
export const print = stage({ id: 'my.print', summary: 'Print', in: { value }, out: {}, with: {}, open: () => ({ next: ({ value }) => { process.stdout.write(String(value)); return {}; } }) });`,
  });
  const hpdm = (...args: string[]) =>
    spawnSync(process.execPath, [HPDM, ...args], { cwd: folder, encoding: 'utf8', timeout: 120_000 });

  test('`hpdm` is found by name, other modules beside it too, and the operators run', () => {
    expect(hpdm('run', 'main.yaml', '--quiet')).toMatchObject({ status: 0, stdout: '42', stderr: '' });
  });

  test('a mistake in the module says its line', () => {
    writeFileSync(join(folder, 'broken.ts'), "import { pure } from 'hpdm';\nexport const = pure();\n");
    writeFileSync(join(folder, 'broken.yaml'), 'hpdm: 1\nuse: broken.ts\nnodes: { a: { op: my.a } }');
    const { status, stderr } = hpdm('check', 'broken.yaml');
    expect(stderr).toMatch(/^broken\.yaml:2:1 {2}use {2}E_USE_IMPORT\n {2}[^]*broken\.ts:2:13/);
    expect(status).toBe(2);
    writeFileSync(join(folder, 'broken.ts'), "import './nowhere.js';\n");
    expect(hpdm('check', 'broken.yaml').stderr).toMatch(/^broken\.yaml:2:1 {2}use {2}E_USE_IMPORT\n {2}.*nowhere\.js/);
  });
});

test('a document that uses nothing loads no module hooks', async () => {
  const folder = folderOf({ 'main.yaml': 'hpdm: 1\nnodes: { one: { op: test.one } }\nout: { value: one.value }' });
  expect((await load(join(folder, 'main.yaml'), {}, operators)).nodes).toHaveLength(1);
});
