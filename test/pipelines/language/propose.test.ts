import { expect, test } from '@jest/globals';
import { builtIn } from '../../../pipelines/built-in.js';
import { propose, type Proposal } from '../../../pipelines/language/propose.js';

/** What is proposed at the bar. */
async function at(text: string): Promise<readonly Proposal[]> {
  const offset = text.indexOf('|');
  const document = { file: builtIn('mine.yaml'), text: text.replace('|', '') };
  return (await propose(document, offset))?.proposals ?? [];
}
const labels = async (text: string): Promise<string[]> => (await at(text)).map(({ label }) => label);

const CLIP = `hpdm: 1
params: { rate: { type: number, default: 8, description: frames per second } }
nodes:
  clip: { op: video.read, with: { path: a.mp4 } }
  file:
    op: video.write
`;

test('operators with what hpdm ops says of them, also in a document that is broken', async () => {
  const found = (await at('hpdm: 1\nnodes:\n  a: { op: video.wr|\n')).find(({ label }) => label === 'video.write');
  expect(found?.about).toMatch(/^video\.write {3}sink[^]*\n {2}path +path +required/);
});

test('of a body, only operators that may stand in one', async () => {
  const body = 'hpdm: 1\nnodes:\n  a:\n    op: denoise.solve\n    body:\n      nodes:\n        t: { op: | }\n';
  expect(await labels(body)).toContain('patch.tiles');
  expect(await labels(body)).not.toContain('video.read');
});

test('ports and settings of the operator, without those that are there', async () => {
  expect(await labels(`${CLIP}    in: { | }\n`)).toEqual(['frames']);
  expect(await labels(`${CLIP}    with:\n      fps: 8\n      |\n`)).toContain('path');
  expect(await labels(`${CLIP}    with:\n      fps: 8\n      |\n`)).not.toContain('fps');
});

test('an input reads outputs, first those of its kind; a setting takes parameters', async () => {
  const [first] = await at(`${CLIP}    in: { frames: | }\n`);
  expect(first).toMatchObject({ label: 'clip.frames', isFirst: true });
  expect(await at(`${CLIP}    with: { fps: | }\n`)).toMatchObject([
    { insert: "'${rate}'", about: 'frames per second' },
  ]);
  expect(await labels(`${CLIP}    with: { fps: '\${r|' }\n`)).toEqual(['rate']);
});

test('the default of a parameter reads the others, not itself', async () => {
  const params = 'hpdm: 1\nparams:\n  size: { type: int }\n  name: { type: path }\n';
  expect(await labels(`${params}  out: { type: path, default: '\${|' }\n`)).toEqual(['size', 'name']);
  expect(await labels(`${params}  out: { type: path, default: | }\n`)).toEqual(['${size}', '${name}']);
  expect(await labels(`${params}  on: { type: bool, default: | }\n`)).toEqual(['true', 'false', '${size}', '${name}']);
});

test('what the document extends is known, with the outputs of its graphs in files', async () => {
  const found = await at('extends: sample.yaml\nnodes:\n  frames:\n    in: { video: | }\n');
  expect(found).toContainEqual(expect.objectContaining({ insert: "'level[last].video'", isFirst: true }));
});

test('keys of documents and cascades, with the words that they take', async () => {
  expect(await labels('hpdm: 1\n|\n')).toEqual(expect.arrayContaining(['nodes', 'params', 'limits']));
  expect(await labels('hpdm: 1\nparams:\n  a: { type: | }\n')).toEqual(expect.arrayContaining(['int', 'cascade']));
  expect(await labels('cascade: 1\nlevels:\n  - size: [1, 8, 8]\n    sampler: |\n')).toContain('heun');
  const [steps] = await at('cascade: 1\nlevels:\n  - { size: [1, 8, 8], | }\n');
  expect(steps?.about).toMatch(/default: 128 for level 0/);
});

test('nothing in a comment, or within a text', async () => {
  expect(await labels('hpdm: 1 # |\n')).toEqual([]);
  expect(await labels('hpdm: 1\nabout: a few | words\n')).toEqual([]);
});
