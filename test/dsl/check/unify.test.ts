import { expect, test } from '@jest/globals';
import { faultsOf, loaded } from '../pictures.js';

const sizesOf = async (nodes: string): Promise<Record<string, unknown>> =>
  Object.fromEntries((await loaded(nodes)).nodes.map(({ name, sizes }) => [name, sizes]));

const PAIR = `
a: { op: test.blank, with: { height: 6, width: 8 } }
b: { op: test.blank, with: { height: 6, width: 8 } }
mean: { op: test.mean, in: { a: a.picture, b: b.picture } }
clip: { op: test.clip, in: { picture: mean.picture } }
hang: { op: test.hang, in: { picture: clip.picture }, with: { height: 6 } }`;

test('a size that one node knows is known along all edges, in both directions', async () => {
  expect(await sizesOf(PAIR)).toMatchObject({
    mean: { H: 6, W: 8 },
    clip: { H: 6, W: 8 },
    hang: { H: 6, W: 8 },
  });
});

test('sizes that contradict each other are found however far apart they are said', async () => {
  const faults = await faultsOf(PAIR.replace('with: { height: 6 } }', 'with: { height: 7 } }'));
  expect(faults.map(({ code, path }) => [code, path])).toEqual([['E_EDGE_SHAPE', 'nodes.hang.in.picture']]);
  const [apart] = await faultsOf(PAIR.replace('width: 8', 'width: 9'));
  expect(apart).toMatchObject({ code: 'E_EDGE_SHAPE', path: 'nodes.mean.in.b' });
});

test('two copies of an operator have sizes of their own', async () => {
  const nodes = `
a: { op: test.blank, with: { height: 2 } }
b: { op: test.blank, with: { height: 3 } }
one: { op: test.invert, in: { picture: a.picture } }
other: { op: test.invert, in: { picture: b.picture } }
first: { op: test.clip, in: { picture: one.picture } }
second: { op: test.clip, in: { picture: other.picture } }
x: { op: test.hang, in: { picture: first.picture }, with: { height: 2 } }
y: { op: test.hang, in: { picture: second.picture }, with: { height: 3 } }`;
  expect(await faultsOf(nodes)).toEqual([]);
});
