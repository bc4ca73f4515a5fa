import { expect, test } from '@jest/globals';
import { builtIn } from '../../../pipelines/built-in.js';
import { endsOf, portsOf, readable, settingsOf } from '../../../pipelines/language/ports-of.js';
import { seen } from '../../../pipelines/language/seen.js';
import { surroundingsOf } from '../../../pipelines/language/surroundings.js';

const own = { extends: 'sample.yaml', nodes: { gif: { chain: [{ op: 'video.read' }, { op: 'video.write' }] } } };
const known = await seen({ file: builtIn('mine.yaml') }, own);

test('a chain has the inputs of its first step and the outputs of its last', () => {
  const chain = { chain: [{ op: 'patch.tiles' }, { op: 'video.frames' }] };
  expect(portsOf(chain, known, 'in').map(({ name }) => name)).toEqual(['canvas', 'shift']);
  expect(portsOf(chain, known, 'out').map(({ name }) => name)).toEqual(['frames']);
});

test('a graph in a file has typed outputs, and its parameters are settings', () => {
  expect(portsOf({ graph: 'level.yaml' }, known, 'out')[0]).toMatchObject({ name: 'video', kind: 'video' });
  expect(settingsOf({ graph: 'level.yaml' }, known)['strength']).toMatchObject({ name: 'number', max: 1 });
});

test('a node reads the others, not itself; of copies the last or all, and those before its own', () => {
  const names = (node: string) =>
    readable(surroundingsOf(known.document, ['nodes', node, 'in', 'x']), known).map(({ name }) => name);
  expect(names('frames')).toEqual(expect.arrayContaining(['model.network', 'level[last].video', 'level[*].video']));
  expect(names('frames')).not.toContain('frames.frames');
  expect(names('level')).toContain('level[<].video');
});

test('a body has the ends that its operator says', () => {
  const at = surroundingsOf({ nodes: { s: { op: 'denoise.solve', body: {} } } }, ['nodes', 's', 'body', 'out', 'x']);
  expect(endsOf(at, known, 'out').map(({ name }) => name)).toEqual(['denoised', 'latents']);
});
