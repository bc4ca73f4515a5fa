import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { load } from '../../../dsl/index.js';
import { faultsOf, folderOf, loaded, operators, settings } from '../numbers.js';

/** A document whose one node shows what a parameter is bound to. */
const shown = (declaration: string, setting = "note: '${p}'", more = ''): Record<string, string> => ({
  'main.yaml': `
hpdm: 1
params: { p: { ${declaration} } }
nodes:
  one: { op: test.one }
  add: { op: test.add, in: { value: one.value }, with: { ${setting} } }
  sink: { op: test.sink, in: { value: add.value } }
${more}`,
});

describe('parameters', () => {
  test.each([
    ['type: string, default: polar bear', undefined, { note: 'polar bear' }],
    ['type: string', '12', { note: '12' }],
    ['type: enum, values: [low, high], default: low', 'high', { note: 'high' }],
    ['type: path, default: out/x.mp4', undefined, { note: 'out/x.mp4' }],
  ])('{ %s } given %j is %j', async (declaration, given, expected) => {
    const graph = await loaded(shown(declaration), given === undefined ? {} : { p: given });
    expect(settings(graph, 'add')).toMatchObject(expected);
  });

  test('numbers keep their type where a text is only the parameter, and are written into longer texts', async () => {
    const graph = await loaded(shown('type: int, default: 3', "by: '${p}', note: 'step-${p}.png'"), { p: '12' });
    expect(settings(graph, 'add')).toMatchObject({ by: 12, note: 'step-12.png' });
  });

  test('a list is given with commas', async () => {
    const main = `
hpdm: 1
params: { sizes: { type: list, of: int, default: [1], max: 64 }, flag: { type: bool, default: false } }
nodes:
  one: { op: test.one }
  show: { op: test.show, in: { values: one.value }, with: { sizes: '\${sizes}' } }
  add: { op: test.add, in: { value: one.value }, with: { note: 'flag \${flag}' } }
out: { value: add.value }`;
    expect(settings(await loaded({ 'main.yaml': main }, { sizes: '8, 16', flag: 'true' }), 'show')).toEqual({
      sizes: [8, 16],
    });
    expect(settings(await loaded({ 'main.yaml': main }, { sizes: '' }), 'show')).toEqual({ sizes: [] });
    expect(settings(await loaded({ 'main.yaml': main }, { sizes: '[8,16 ]' }), 'show')).toEqual({ sizes: [8, 16] });
    expect(await faultsOf({ 'main.yaml': main }, { sizes: '8,99', flag: 'yes' })).toMatch(
      /params\.sizes {2}E_PARAM_TYPE\n {2}expected +list of ints ≤ 64\n {2}got +\[8,99\]\n {2}try +--set sizes=1\n\n.*params\.flag {2}E_PARAM_TYPE\n {2}expected +bool\n {2}got +"yes"/,
    );
  });

  test('a file must be there; its name begins at the document, or at the working folder when it is given', async () => {
    const folder = folderOf({ ...shown('type: file, default: clip.mp4'), 'clip.mp4': '' });
    const note = async (given: Readonly<Record<string, string>>): Promise<unknown> =>
      settings(await load(join(folder, 'main.yaml'), given, operators), 'add');
    expect(await note({})).toMatchObject({ note: join(folder, 'clip.mp4') });
    expect(await note({ p: 'package.json' })).toMatchObject({ note: join(process.cwd(), 'package.json') });
    expect(await faultsOf({ ...shown('type: file, default: clip.mp5'), 'clip.mp4': '' })).toMatch(
      /main\.yaml:3:\d+ {2}params\.p\.default {2}E_FILE\n {2}expected +an existing file\n {2}got +clip\.mp5: no such file\n {2}try +did you mean "clip\.mp4"\?/,
    );
  });

  test('the files of a sub-graph begin at the document that names them', async () => {
    const folder = folderOf({
      'main.yaml':
        'hpdm: 1\nnodes: { part: { graph: part.yaml, with: { file: clip.mp4 } } }\nout: { value: part.value }',
      'part.yaml': `hpdm: 1
params: { file: { type: file } }
nodes: { one: { op: test.one }, add: { op: test.add, in: { value: one.value }, with: { note: '\${file}' } } }
out: { value: add.value }`,
      'clip.mp4': '',
    });
    const graph = await load(join(folder, 'main.yaml'), {}, operators);
    expect(settings(graph, 'part.add')).toMatchObject({ note: join(folder, 'clip.mp4') });
  });

  test.each([
    ['type: int', {}, /params\.p {2}E_PARAM_MISSING\n {2}expected +int\n {2}got +nothing\n {2}try +--set p=<int>/],
    [
      'type: int, min: 4, unit: frames, default: 8',
      { p: '3' },
      /expected +int ≥ 4 \(frames\)\n {2}got +3\n {2}try +--set p=4/,
    ],
    ['type: int, default: 8', { p: 'eight' }, /E_PARAM_TYPE\n {2}expected +int\n {2}got +"eight"/],
    ['type: int, default: "8"', {}, /params\.p\.default {2}E_PARAM_DEFAULT\n {2}expected +int\n {2}got +"8"/],
    [
      'type: enum, values: [low, high], default: lo',
      {},
      /E_PARAM_DEFAULT\n {2}expected +one of low, high\n {2}got +"lo"/,
    ],
    ['type: list, of: string', { p: '[a' }, /try +--set p=first,second$/m],
    ['type: list, of: string', { p: "['a']" }, /expected +list of strings\n {2}got +"\['a'\]"/],
    ["type: list, of: string, default: ['a,b', c]", { p: '[a' }, /try +--set p='\["a,b","c"\]'$/m],
    ['type: integer', {}, /params\.p\.type {2}E_SHAPE\n {2}expected +one of string, int, number[^]*got +"integer"/],
    ['type: enum', {}, /params\.p\.values {2}E_SHAPE/],
    ['type: string, min: 3', {}, /params\.p\.min {2}E_UNKNOWN_KEY\n {2}expected +one of type, default, description/],
    ['type: list, of: bool', {}, /params\.p\.of {2}E_SHAPE/],
    ['type: int, default: 1', { q: '1' }, /params\.q {2}E_PARAM_UNKNOWN[^]*try +did you mean "p"\?/],
    ['type: cascade, default: nowhere.yaml', {}, /params\.p\.default {2}E_FILE\n {2}expected +an existing cascade/],
  ])('{ %s } given %j says what is wrong', async (declaration, given, message) => {
    expect(await faultsOf(shown(declaration, "note: 'p is ${p}'"), given)).toMatch(message);
  });

  test('a name that is not declared is refused where it is written', async () => {
    expect(await faultsOf(shown('type: int, default: 1', "note: 'a-${q}'"))).toMatch(
      /main\.yaml:6:\d+ {2}nodes\.add\.with\.note {2}E_PARAM_UNKNOWN\n {2}expected +a parameter of main\.yaml\n {2}got +\$\{q\}\n {2}try +did you mean "p"\?/,
    );
  });
});

test('a setting that a graph of the document does not declare is refused by its name', async () => {
  const main = `
hpdm: 1
nodes: { part: { graph: inner, with: { nope: 1 } } }
graphs: { inner: { nodes: { one: { op: test.one } }, out: { value: one.value } } }
out: { value: part.value }`;
  expect(await faultsOf({ 'main.yaml': main })).toMatch(
    /nodes\.part\.with\.nope {2}E_PARAM_UNKNOWN\n {2}expected +a parameter of graph "inner"\n {2}got +nope/,
  );
});

describe('limits', () => {
  test.each([
    ['2GiB', 2 ** 31],
    ['512 MiB', 2 ** 29],
    ['1.5GB', 1.5e9],
  ])('memory: %s is %d bytes', async (text, bytes) => {
    const graph = await loaded(
      shown('type: int, default: 1', "note: 'p is ${p}'", `limits: { memory: ${text}, inFlight: 3 }`),
    );
    expect(graph).toMatchObject({ memoryBytes: bytes, inFlight: 3 });
  });

  test('memory without a unit is refused', async () => {
    expect(await faultsOf(shown('type: int, default: 1', "note: 'p is ${p}'", 'limits: { memory: 2048 }'))).toMatch(
      /limits\.memory {2}E_SHAPE\n {2}expected +a size such as 2GiB or 512MiB\n {2}got +2048/,
    );
  });
});
