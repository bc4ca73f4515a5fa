import { expect, test } from '@jest/globals';
import { surroundingsOf } from '../../../pipelines/language/surroundings.js';

const body = { nodes: { t: { op: 'b' } } };
const document = {
  nodes: { a: { op: 'x', body }, c: { chain: [{ op: 'y' }] } },
  graphs: { g: { nodes: { n: { op: 'z' } } } },
};

test('a trail leads to the innermost node, through graphs, chains and bodies', () => {
  expect(surroundingsOf(document, ['nodes', 'a', 'in', 'port'])).toMatchObject({ name: 'a', rest: ['in', 'port'] });
  expect(surroundingsOf(document, ['nodes', 'c', 'chain', 0, 'op'])).toMatchObject({ node: { op: 'y' }, rest: ['op'] });
  expect(surroundingsOf(document, ['graphs', 'g', 'nodes', 'n', 'op'])).toMatchObject({ node: { op: 'z' } });
  expect(surroundingsOf(document, ['nodes', 'a', 'body', 'nodes', 't', 'op'])).toMatchObject({
    ...{ graph: body, bodyOf: 'x', node: { op: 'b' } },
  });
});

test('what is no node has none, and a document that is not there is empty', () => {
  expect(surroundingsOf(document, ['params', 'seed']).node).toBeUndefined();
  expect(surroundingsOf(undefined, ['nodes', 'a', 'op'])).toMatchObject({ node: {}, rest: ['op'] });
});
