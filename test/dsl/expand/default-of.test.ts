import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { faultsOf, folderOf, loaded, settings } from '../numbers.js';

/** A document whose one node shows what the last of its parameters is bound to. */
const shown = (params: string, setting = "note: '${p}'", more = ''): Record<string, string> => ({
  'main.yaml': `
hpdm: 1
params:
  ${params}
nodes:
  one: { op: test.one }
  add: { op: test.add, in: { value: one.value }, with: { ${setting} } }
  sink: { op: test.sink, in: { value: add.value } }
${more}`,
});

const FOLDER = "out: { type: path, default: out/a }\n  p: { type: path, default: '${out}/film.mp4' }";

describe('the default of a parameter', () => {
  test('reads other parameters, as they are given or by default, declared before or after', async () => {
    expect(settings(await loaded(shown(FOLDER)), 'add')).toMatchObject({ note: 'out/a/film.mp4' });
    expect(settings(await loaded(shown(FOLDER), { out: 'b' }), 'add')).toMatchObject({ note: 'b/film.mp4' });
    expect(settings(await loaded(shown(FOLDER), { p: 'c.mp4' }), 'add')).toMatchObject({ note: 'c.mp4' });
    const after = FOLDER.split('\n')
      .reverse()
      .map((line) => line.trim())
      .join('\n  ');
    expect(settings(await loaded(shown(after)), 'add')).toMatchObject({ note: 'out/a/film.mp4' });
  });

  test('keeps the type of what it reads alone, and is checked as a number is', async () => {
    const params = "a: { type: int, default: 3 }\n  p: { type: int, default: '${a}', max: 4 }";
    expect(settings(await loaded(shown(params, "by: '${p}'")), 'add')).toMatchObject({ by: 3 });
    expect(await faultsOf(shown(params, "by: '${p}'"), { a: '7' })).toMatch(
      /params\.p\.default {2}E_PARAM_DEFAULT\n {2}expected +int ≤ 4\n {2}got +7/,
    );
  });

  test('of a graph reads what its node sets', async () => {
    const main = `
hpdm: 1
nodes: { part: { graph: part, with: { out: b } } }
graphs:
  part:
    params: { out: { type: string }, p: { type: string, default: '\${out}-\${out}' } }
    nodes: { one: { op: test.one }, add: { op: test.add, in: { value: one.value }, with: { note: '\${p}' } } }
    out: { value: add.value }
out: { value: part.value }`;
    expect(settings(await loaded({ 'main.yaml': main }), 'part.add')).toMatchObject({ note: 'b-b' });
  });

  test('$${name} stands for the text', async () => {
    const params = "a: { type: int, default: 3 }\n  p: { type: string, default: '$${a} is ${a}' }";
    expect(settings(await loaded(shown(params)), 'add')).toMatchObject({ note: '${a} is 3' });
  });

  test('begins a file with a path as that path is: at the working folder', async () => {
    const folder = folderOf({ 'clip.mp4': '' });
    const params = "dir: { type: path, default: nowhere }\n  p: { type: file, default: '${dir}/clip.mp4' }";
    const dir = relative(process.cwd(), folder);
    expect(settings(await loaded(shown(params), { dir }), 'add')).toMatchObject({ note: join(folder, 'clip.mp4') });
  });

  test('refuses a name that no parameter has, and another one that leads back to it', async () => {
    const misspelt = "out: { type: path, default: a }\n  p: { type: path, default: '${ot}/x' }";
    expect(await faultsOf(shown(misspelt, "note: '${p} ${out}'"))).toMatch(
      /main\.yaml:5:\d+ {2}params\.p\.default {2}E_PARAM_UNKNOWN\n {2}expected +another parameter\n {2}got +\$\{ot\}\n {2}try +did you mean "out"\?/,
    );
    expect(await faultsOf(shown("p: { type: string, default: 'cost ${5 EUR}' }"))).toMatch(
      /got +\$\{5 EUR\}\n {2}try +\$\$\{5 EUR\}, if the text itself is meant/,
    );
    const circle = "q: { type: path, default: '${p}/x' }\n  p: { type: path, default: '${q}/x' }";
    expect(await faultsOf(shown(circle))).toMatch(
      /^main\.yaml:5:\d+ {2}params\.p\.default {2}E_PARAM_DEFAULT\n {2}expected +a default that does not lead back to itself\n {2}got +q → p → q\n {2}try +write one of the values out\n?$/,
    );
    expect(await faultsOf(shown("p: { type: path, default: '${p}/x' }"))).toMatch(/got +p → p/);
    expect(settings(await loaded(shown(circle), { q: 'y' }), 'add')).toMatchObject({ note: 'y/x' });
  });

  test('of a parameter with a fault is no second fault', async () => {
    const params = "a: { type: int, default: three }\n  p: { type: int, default: '${a}' }";
    expect((await faultsOf(shown(params, "by: '${p}'"))).match(/E_\w+/g)).toEqual(['E_PARAM_DEFAULT']);
  });
});
