import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { builtIn } from '../../../pipelines/built-in.js';
import { Documents } from '../../../pipelines/studio/documents.js';
import { declaredIn, Examiner, valuesOf } from '../../../pipelines/studio/examiner.js';
import { run, scratch } from '../cli/command-line.js';

const folder = scratch();
const examiner = new Examiner(new Documents(folder));
const GOOD = `hpdm: 1
about: A copy.
params:
  in: { type: path, description: what to copy }
nodes:
  read: { op: video.read, with: { path: '\${in}' } }
  write: { op: video.write, in: { frames: read.frames }, with: { path: out.mp4 } }
`;
const examine = (text: string, values: Readonly<Record<string, unknown>> = {}, open: readonly string[] = []) =>
  examiner.examine({ file: 'mine.yaml', text, values, open });

test('a document that was never saved is checked with its values, and drawn', async () => {
  const { faults, needs, nodes, about, params, drawing } = await examine(GOOD, { in: 'clip.mp4' });
  expect({ faults, needs, nodes, about }).toEqual({
    faults: [],
    needs: ['no file at clip.mp4'],
    nodes: 2,
    about: 'A copy.',
  });
  expect(params).toEqual({ in: { type: 'path', description: 'what to copy' } });
  expect(drawing?.svg).toContain('data-box="read"');
  expect(drawing?.spots).toEqual({ read: { file: 'mine.yaml', line: 6 }, write: { file: 'mine.yaml', line: 7 } });
});

test('a cascade has its levels; one that another parameter decides is checked with it, and has none of its own', async () => {
  const text = `hpdm: 1
params:
  cascade: { type: cascade, default: mnist }
  few: { type: cascade, default: { extends: '\${cascade}', levels: { 0: { steps: 3 } } } }
nodes: { noise: { op: noise.canvas, with: { cascade: '\${few}', level: 0 } } }
out: { canvas: noise.canvas }
`;
  const { faults, cascades } = await examine(text);
  expect(faults).toEqual([]);
  expect(Object.keys(cascades ?? {})).toEqual(['cascade']);
  expect(cascades?.['cascade']).toMatchObject({ file: builtIn('cascades/mnist.yaml'), levels: { length: 3 } });
  const changed = await examine(text, { cascade: { extends: 'mnist', levels: { 1: { steps: 5 } } } });
  expect(changed.cascades?.['cascade']?.levels.map(({ steps }) => steps)).toEqual([32, 5, 8]);
});

test('a value that is missing is no fault, but there is no graph without it', async () => {
  expect(await examine(GOOD)).toMatchObject({ faults: [], needs: ['in=<path>'] });
  expect(await examine(GOOD)).not.toHaveProperty('drawing');
});

test('a value of a parameter that is no longer declared is left out', async () => {
  expect((await examine(GOOD, { in: 'clip.mp4', old: 1 })).faults).toEqual([]);
  expect(valuesOf({ a: 1, b: 2 }, { b: {} })).toEqual({ b: 2 });
});

test('the faults are those of hpdm check, at the same places', async () => {
  const text = GOOD.replace('video.read', 'video.raed').replace('frames: read', 'frame: read');
  const { faults } = await examine(text);
  writeFileSync(join(folder, 'mine.yaml'), text);
  const { stdout } = await run(folder, ['check', 'mine.yaml', '--json']);
  expect({ faults }).toEqual(JSON.parse(stdout));
  expect(faults.map(({ place }) => place)).toContainEqual({ file: 'mine.yaml', line: 6, column: 11 });
});

test('text that is no YAML is a fault at its line, and says nothing of parameters', async () => {
  const verdict = await examine('hpdm: 1\nnodes: { a: [ }\n');
  expect(verdict.faults).toMatchObject([{ code: 'E_SYNTAX', place: { file: 'mine.yaml', line: 2 } }]);
  expect(verdict).not.toHaveProperty('params');
});

test('a document declares its own parameters and those of what it extends', () => {
  const text = `extends: ${builtIn('sample.yaml')}\nparams: { mine: { type: int, default: 1 } }\n`;
  const declared = declaredIn({ file: join(folder, 'x.yaml'), text });
  expect(declared).toMatchObject({
    mine: { type: 'int' },
    seed: { type: 'int', min: -1 },
    cascade: { type: 'cascade' },
  });
});
