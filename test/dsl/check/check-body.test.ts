import { expect, test } from '@jest/globals';
import { faultsOf } from '../pictures.js';

const refined = (body: string, op = 'test.refine'): string => `
blank: { op: test.blank }
refine: { op: ${op}, in: { picture: blank.picture }${body === '' ? '' : `, body: ${body}`} }
clip: { op: test.clip, in: { picture: refine.picture } }
hang: { op: test.hang, in: { picture: clip.picture } }`;
const CLIP = 'nodes: { clip: { op: test.clip, in: { picture: in.draft } } }';

test('a body is a graph of pure operators from what it is called with to what it gives back', async () => {
  expect(await faultsOf(refined(`{ ${CLIP}, out: { better: clip.picture } }`))).toEqual([]);
});

test('a body may read what feeds its node', async () => {
  const mean =
    'mean: { op: test.mean, in: { a: in.draft, b: in.picture } }, clip: { op: test.clip, in: { picture: mean.picture } }';
  expect(await faultsOf(refined(`{ nodes: { ${mean} }, out: { better: clip.picture } }`))).toEqual([]);
});

test.each([
  ['none where one is needed', '', 'test.refine', 'E_BODY_MISSING', 'nodes.refine.body'],
  ['one where none is taken', `{ ${CLIP}, out: {} }`, 'test.invert', 'E_BODY_UNEXPECTED', 'nodes.refine.body'],
  [
    'one that gives nothing back',
    `{ ${CLIP}, out: {} }`,
    'test.refine',
    'E_BODY_OUTPUT',
    expect.stringMatching(/^nodes\.refine\.body\.out/),
  ],
  [
    'an operator that is not pure',
    '{ nodes: { more: { op: test.blank } }, out: { better: more.picture } }',
    'test.refine',
    'E_BODY_OPERATOR',
    'nodes.refine.body.nodes.more.op',
  ],
  [
    'a name that it has not',
    `{ ${CLIP}, out: { better: clp.picture } }`,
    'test.refine',
    'E_REFERENCE',
    expect.stringMatching(/^nodes\.refine\.body\.out/),
  ],
  [
    'values that leave the range',
    '{ nodes: {}, out: { better: in.draft } }',
    'test.refine',
    'E_EDGE_RANGE',
    'nodes.refine.body.out.better',
  ],
])('%s is refused', async (_, body, op, code, path) => {
  const faults = await faultsOf(refined(body, op));
  expect(faults).toContainEqual(expect.objectContaining({ code, path }));
});

test('an operator that writes is called a sink, as in the list of operators', async () => {
  const faults = await faultsOf(
    refined('{ nodes: { hang: { op: test.hang, in: { picture: in.draft } } }, out: { better: in.draft } }'),
  );
  expect(faults).toContainEqual(expect.objectContaining({ code: 'E_BODY_OPERATOR', got: '"test.hang", a sink' }));
});
