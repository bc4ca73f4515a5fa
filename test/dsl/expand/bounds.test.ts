import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { load } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-bounds-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const READ = '{ op: video.read, with: { path: a.mp4 } }';
const WRITE = '{ op: video.write, in: { frames: clip.frames }, with: { path: o.mp4 } }';
const TAIL = `  file: ${WRITE}\n`;

async function loaded(text: string, given: Readonly<Record<string, unknown>> = {}) {
  const file = join(folder, 'document.yaml');
  writeFileSync(file, text);
  return load(file, given, operators);
}

test('graphs that double and graphs too deep inside one another are refused by a stated bound', async () => {
  const graphs = (count: number, body: (next: string) => string): string => {
    const inner = Array.from({ length: count }, (_, k) => `  g${k}: { nodes: { ${body(`g${k + 1}`)} } }\n`).join('');
    const last = `  g${count}: { nodes: { clip: ${READ}, w: ${WRITE} } }\n`;
    return `hpdm: 1\nnodes:\n  top: { graph: g0 }\ngraphs:\n${inner}${last}`;
  };
  const doubling = graphs(25, (next) => `a: { graph: ${next} }, b: { graph: ${next} }`);
  await expect(loaded(doubling)).rejects.toMatchObject({ code: 'E_TOO_MANY_NODES' });
  await expect(loaded(graphs(1000, (next) => `n: { graph: ${next} }`))).rejects.toMatchObject({ code: 'E_NESTING' });
});

test.each([
  ['an operator', `hpdm: 1\nnodes:\n  clip: { op: toString }\n`, {}],
  ['a graph', `hpdm: 1\nnodes:\n  clip: { graph: constructor }\n`, {}],
  ['a setting', `hpdm: 1\nnodes:\n  clip: { op: video.read, with: { path: a.mp4, toString: 3 } }\n${TAIL}`, {}],
  ['a parameter read', `hpdm: 1\nnodes:\n  clip: { op: video.read, with: { path: "\${valueOf}" } }\n${TAIL}`, {}],
  ['an output', `hpdm: 1\nnodes:\n  clip: ${READ}\n${TAIL.replace('clip.frames', 'clip.toString')}`, {}],
  ['a parameter given', `hpdm: 1\nnodes:\n  clip: ${READ}\n${TAIL}`, { constructor: 1 }],
])('what every object inherits is no name of %s', async (_, text, given) => {
  await expect(loaded(text, given)).rejects.toMatchObject({ name: 'HpdmError', exitCode: 2 });
});

test('$${name} is the text ${name}', async () => {
  const graph = await loaded(`hpdm: 1\nnodes:\n  clip: { op: video.read, with: { path: 'a$\${x}.mp4' } }\n${TAIL}`);
  expect(graph.nodes[0]?.settings['path']).toBe('a${x}.mp4');
});

test('a list may be given in JSON, for items with commas', async () => {
  const text = `hpdm: 1\nparams: { clips: { type: list, of: string } }\nnodes:\n  each:\n    for: each of \${clips}\n    chain:\n      - { op: video.read, with: { path: '\${item}' } }\n      - { op: video.write, with: { path: 'o/\${index}.mp4' } }\n`;
  const paths = async (clips: string) =>
    (await loaded(text, { clips })).nodes.flatMap(({ operator, settings }) =>
      operator.id === 'video.read' ? [settings['path']] : [],
    );
  expect(await paths('["a,b.mp4", "c.mp4"]')).toEqual(['a,b.mp4', 'c.mp4']);
  expect(await paths('a.mp4, c.mp4')).toEqual(['a.mp4', 'c.mp4']);
});

test('an alias without an anchor and a tag of another program are faults with their places', async () => {
  const star = `hpdm: 1\nnodes:\n  clip: { op: video.read, with: { path: *.mp4 } }\n${TAIL}`;
  await expect(loaded(star)).rejects.toMatchObject({
    code: 'E_SYNTAX',
    message: expect.stringContaining('document.yaml:3:'),
  });
  const tag = `hpdm: 1\nnodes:\n  clip: { op: video.read, with: { path: !env CLIP } }\n${TAIL}`;
  await expect(loaded(tag)).rejects.toMatchObject({ message: expect.stringContaining('!env') });
});

test('one anchor may be used any number of times', async () => {
  const many = Array.from(
    { length: 150 },
    (_, k) =>
      `  clip${k}: { op: video.read, with: *read }\n  file${k}: { op: video.write, in: { frames: clip${k}.frames }, with: { path: o/${k}.mp4 } }\n`,
  );
  const text = `hpdm: 1\nnodes:\n  clip: { op: video.read, with: &read { path: a.mp4, chunk: 4 } }\n${TAIL}${many.join('')}`;
  expect((await loaded(text)).nodes.length).toBe(302);
});
