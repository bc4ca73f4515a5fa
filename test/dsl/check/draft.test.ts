import { expect, test } from '@jest/globals';
import { edgesInto, finished, portOf, type Draft } from '../../../dsl/check/draft.js';
import { operators } from '../pictures.js';

const draft = (name: string, op: string, inputs: Draft['inputs'], body?: Draft['body']): Draft =>
  ({
    name,
    scope: name,
    operator: operators[op],
    settings: {},
    sound: true,
    inputs,
    ...(body === undefined ? {} : { body }),
    at: (trail: readonly string[]) => ({ place: { file: 'a.yaml' }, path: [name, ...trail].join('.') }),
  }) as unknown as Draft;

const blank = draft('blank', 'test.blank', {});
const inner = draft('inner', 'test.clip', { picture: { node: 'in', port: 'draft' } });
const refine = draft(
  'refine',
  'test.refine',
  { picture: { node: 'blank', port: 'picture' } },
  { nodes: [inner], out: { better: { node: 'inner', port: 'picture' } } },
);
const byName = new Map([blank, refine].map((node) => [node.name, node]));

test('the edges of a node lead into its inputs, into its body, and out of that', () => {
  const edges = edgesInto(refine, byName).map(({ from, to, at }) => [
    `${from.node.name}.${from.name} (${from.side})`,
    `${to.node.name}.${to.name} (${to.side})`,
    at.path,
  ]);
  expect(edges).toEqual([
    ['blank.picture (output)', 'refine.picture (input)', 'refine.in.picture'],
    ['refine.draft (body input)', 'inner.picture (input)', 'inner.in.picture'],
    ['inner.picture (output)', 'refine.better (body output)', 'refine.body.out.better'],
  ]);
});

test('an edge whose end is missing is left out: it has a fault of its own', () => {
  const lost = draft('lost', 'test.invert', { picture: { node: 'nowhere', port: 'picture' } });
  expect(edgesInto(lost, byName)).toEqual([]);
});

test('a finished node has the sizes that were found, its body too', () => {
  const node = finished(refine, ({ name }) => ({ H: name.length }));
  expect([node.sizes, node.body?.nodes[0]?.sizes]).toEqual([{ H: 6 }, { H: 5 }]);
});

test('members of a list belong to its port', () => {
  expect([portOf('videos.1'), portOf('video')]).toEqual(['videos', 'video']);
});
