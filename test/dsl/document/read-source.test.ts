import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { load, readCascade, readSource, unsavedSource } from '../../../dsl/index.js';
import { edges, faultsOf, folderOf, loaded, operators, settings } from '../numbers.js';

const BASE = `
hpdm: 1
about: Three numbers.
params: { by: { type: int, default: 2 } }
nodes:
  one: { op: test.one }
  add: { op: test.add, in: { value: one.value }, with: { by: '\${by}' } }
  sink: { op: test.sink, in: { value: add.value } }
`;

describe('extends', () => {
  test('changes what it says and keeps the rest', async () => {
    const graph = await loaded({
      'base.yaml': BASE,
      'main.yaml': `
extends: base.yaml
params: { by: { default: 7 } }
nodes:
  more: { op: test.add, in: { value: add.value } }
  sink: { in: { value: more.value } }
`,
    });
    expect(edges(graph)).toEqual([
      'one',
      'add: value ← one.value',
      'more: value ← add.value',
      'sink: value ← more.value',
    ]);
    expect(settings(graph, 'add')).toMatchObject({ by: 7 });
    expect(graph.about).toBe('Three numbers.');
  });

  test('a document that does not say what it does is called by the name of its file', async () => {
    const document = BASE.replace(/about: .*\n/, '');
    expect(document).not.toContain('about');
    expect((await loaded({ 'main.yaml': document })).about).toBe('main');
  });

  test('null takes a part out; numbers change and add elements of a list', async () => {
    const graph = await loaded({
      'base.yaml': `${BASE}  row: { chain: [{ op: test.one }, { op: test.add, with: { by: 1 } }, { op: test.sink }] }`,
      'main.yaml': `
extends: base.yaml
nodes:
  add: { with: null }
  sink: null
  row: { chain: { 1: { with: { by: 9 } }, 2: { op: test.add }, 3: { op: test.sink } } }
  last: { op: test.sink, in: { value: add.value } }
`,
    });
    expect(settings(graph, 'add')).toMatchObject({ by: 1 });
    expect(settings(graph, 'row.add')).toMatchObject({ by: 9 });
    expect(edges(graph)).toContain('row.sink: value ← row.add-2.value');
    expect(edges(graph)).not.toContain('sink: value ← add.value');
  });

  test('null takes an element out of a list, and the others keep the places where they are written', () => {
    const folder = folderOf({
      'base.yaml': 'levels:\n  - one\n  - { size: 2 }\n  - three\n  - four\n',
      'middle.yaml': 'extends: base.yaml\nlevels: { 1: null, 3: { size: 4 } }\n',
      'main.yaml': 'extends: middle.yaml\nlevels: { 0: null, 3: five }\n',
    });
    const middle = readSource(join(folder, 'middle.yaml'));
    expect(middle.value).toMatchObject({ levels: ['one', 'three', { size: 4 }] });
    expect(middle.place(['levels', 1])).toMatchObject({ file: join(folder, 'base.yaml'), line: 4 });
    expect(middle.place(['levels', 2, 'size'])).toMatchObject({ file: join(folder, 'middle.yaml'), line: 2 });
    const main = readSource(join(folder, 'main.yaml'));
    expect(main.value).toMatchObject({ levels: ['three', { size: 4 }, 'five'] });
    expect(main.place(['levels', 0])).toMatchObject({ file: join(folder, 'base.yaml'), line: 4 });
    expect(main.place(['levels', 2])).toMatchObject({ file: join(folder, 'main.yaml'), line: 2 });
  });

  test('a cascade inside that extends another one keeps what it takes out of that one', () => {
    const folder = folderOf({
      'base.yaml': `
params:
  a: { default: x, unit: y }
  b: { default: { extends: c.yaml, width: 4, levels: { 1: null } } }
  extends: { default: 1, unit: y }
nodes: { n: { with: { cascade: { extends: c.yaml }, note: y } } }`,
      'main.yaml': `
extends: base.yaml
params:
  a: { default: { extends: c.yaml, height: null, levels: { 2: null } }, unit: null }
  b: { default: { width: null, levels: { 1: null } } }
  extends: { unit: null }
nodes: { n: { with: { cascade: { depth: null }, note: null } } }`,
    });
    expect(readSource(join(folder, 'main.yaml')).value).toEqual({
      extends: 'base.yaml',
      params: {
        a: { default: { extends: 'c.yaml', height: null, levels: { 2: null } } },
        b: { default: { extends: 'c.yaml', width: null, levels: { 1: null } } },
        extends: { default: 1 },
      },
      nodes: { n: { with: { cascade: { extends: 'c.yaml', depth: null } } } },
    });
  });

  test('faults and files are placed in the file that says them', async () => {
    const folder = folderOf({});
    mkdirSync(join(folder, 'base'));
    writeFileSync(
      join(folder, 'base/part.yaml'),
      'hpdm: 1\nnodes: { one: { op: test.one } }\nout: { value: one.value }',
    );
    writeFileSync(
      join(folder, 'base/base.yaml'),
      'hpdm: 1\nnodes:\n  part: { graph: part.yaml }\n  sink: { op: test.sink, in: { value: part.value } }',
    );
    writeFileSync(join(folder, 'good.yaml'), 'extends: base/base.yaml\nabout: The part is beside the base.');
    expect(edges(await load(join(folder, 'good.yaml'), {}, operators))).toEqual([
      'part.one',
      'sink: value ← part.one.value',
    ]);
    writeFileSync(
      join(folder, 'bad.yaml'),
      'extends: base/base.yaml\nnodes:\n  sink: { in: { value: part.vlue }, with: { a: 1 } }\n  part: { grph: x }',
    );
    await expect(load(join(folder, 'bad.yaml'), {}, operators)).rejects.toThrow(/bad\.yaml:4:11 {2}nodes\.part\.grph/);
    writeFileSync(join(folder, 'bad.yaml'), 'extends: base/base.yaml\nnodes:\n  sink: { in: { value: prt.value } }');
    await expect(load(join(folder, 'bad.yaml'), {}, operators)).rejects.toThrow(
      /bad\.yaml:3:17 {2}nodes\.sink\.in\.value/,
    );
  });

  test('in a circle, or of a file that is not there, is refused', async () => {
    const circle = { 'main.yaml': 'extends: b.yaml', 'b.yaml': 'extends: main.yaml' };
    expect(await faultsOf(circle)).toMatch(/b\.yaml:1:1 {2}extends {2}E_EXTENDS[^]*main\.yaml → b\.yaml → main\.yaml/);
    expect(await faultsOf({ 'main.yaml': 'extends: bse.yaml', 'base.yaml': BASE })).toMatch(
      /main\.yaml:1:1 {2}extends {2}E_FILE[^]*did you mean "base\.yaml"\?/,
    );
  });

  test("a cascade changes one level's sampler", () => {
    const folder = folderOf({
      'cascade.yaml': `cascade: 1
patch: [2, 8, 8]
levels: [{ size: [2, 8, 8], steps: 8 }, { size: [4, 16, 16], steps: 4 }]
network: { token: [1, 4, 4], width: 8, latents: 4, heads: 2, blocks: 1 }`,
      'other.yaml': 'extends: cascade.yaml\nlevels: { 1: { sampler: heun } }',
    });
    const [before, after] = [readCascade(join(folder, 'cascade.yaml')), readCascade(join(folder, 'other.yaml'))];
    expect(after.levels[1]).toEqual({ ...before.levels[1], sampler: 'heun' });
    expect({ ...after, levels: after.levels.slice(0, 1) }).toEqual({ ...before, levels: before.levels.slice(0, 1) });
  });
});

describe('YAML', () => {
  test('anchors and merge keys are followed, and faults in them are placed where they are written', async () => {
    const main = (by: string): string => `
hpdm: 1
nodes:
  one: { op: test.one }
  first: &add
    op: test.add
    in: { value: one.value }
    with: { by: ${by} }
  second:
    <<: *add
    in: { value: first.value }
  sink: { op: test.sink, in: { value: second.value } }
`;
    expect(settings(await loaded({ 'main.yaml': main('4') }), 'second')).toMatchObject({ by: 4 });
    expect(await faultsOf({ 'main.yaml': main('four') })).toMatch(/main\.yaml:8:13 {2}nodes\.second\.with\.by/);
  });

  test('JSON is read as well, with tabs too', async () => {
    const document = {
      hpdm: 1,
      nodes: { one: { op: 'test.one' }, sink: { op: 'test.sink', in: { value: 'one.value' } } },
    };
    const folder = folderOf({ 'main.json': JSON.stringify(document, null, '\t') });
    expect(edges(await load(join(folder, 'main.json'), {}, operators))).toEqual(['one', 'sink: value ← one.value']);
  });

  test('a key that is there twice is refused, and one stumble is one fault', async () => {
    expect(await faultsOf({ 'main.yaml': 'hpdm: 1\nnodes:\n  a: { op: test.one }\n  a: { op: test.one }' })).toBe(
      'main.yaml:4:3  E_SYNTAX\n  expected  every key once\n  got       "a" again\n  try       rename one of them, or remove it',
    );
    const broken = await faultsOf({
      'main.yaml': 'hpdm: 1\nnodes:\n  a: { op: test.one\n  b: { op: test.one }\nout: {}',
    });
    expect(broken.match(/E_SYNTAX/g)).toHaveLength(1);
  });
});

test('a document may be an object; its faults are placed in its YAML', async () => {
  const sink = { op: 'test.sink', in: { value: 'one.value' } };
  const document = { hpdm: 1 as const, nodes: { one: { op: 'test.one' }, sink } };
  expect(edges(await load(document, {}, operators))).toEqual(['one', 'sink: value ← one.value']);
  const wrong = { ...document, nodes: { ...document.nodes, sink: { ...sink, in: { value: 'oen.value' } } } };
  await expect(load(wrong, {}, operators)).rejects.toThrow(/document:8:7 {2}nodes\.sink\.in\.value {2}E_REFERENCE/);
});

describe('a document in an editor', () => {
  test('is read from its text; the files that it names are beside the file to which it belongs', async () => {
    const folder = folderOf({ 'base.yaml': BASE });
    const unsaved = { file: join(folder, 'new.yaml'), text: 'extends: base.yaml\nparams: { by: { default: 5 } }\n' };
    expect(unsavedSource(unsaved).place(['params', 'by'])).toEqual({ file: unsaved.file, line: 2, column: 11 });
    expect(settings(await load(unsaved, {}, operators), 'add')).toMatchObject({ by: 5 });
  });

  test('has its faults at their lines', async () => {
    const unsaved = { file: 'new.yaml', text: 'hpdm: 1\nnodes:\n  a: { op: none }\n' };
    await expect(load(unsaved, {}, operators)).rejects.toThrow('new.yaml:3:8  nodes.a.op  E_OPERATOR_UNKNOWN');
  });
});

test.each([
  ['base', /E_FILE[^]*try +extends: base\.yaml/],
  ['sample', /E_FILE[^]*try +the path of a file, not a name/],
  ['bose.yaml', /E_FILE[^]*did you mean "base\.yaml"/],
])('extends takes files: %s', (named, says) => {
  const folder = folderOf({ 'base.yaml': BASE, 'main.yaml': `extends: ${named}\n` });
  expect(() => readSource(join(folder, 'main.yaml'))).toThrow(says);
});
