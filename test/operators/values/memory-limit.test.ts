import { expect, test } from '@jest/globals';
import { load } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';

const memoryOf = async (limits: { readonly memory?: string }, choice: Parameters<typeof load>[4], given = {}) => {
  const { nodes } = await load({ ...SAMPLE, limits }, given, operators, {}, choice);
  const solve = nodes.find(({ name }) => name === 'level.0.solve');
  const inBody = solve?.body?.nodes.find(({ operator }) => operator.id === 'denoise.level');
  const fuse = nodes.find(({ name }) => name === 'level.1.fuse');
  return [fuse?.settings['memory'], inBody?.settings['memory']];
};
const SAMPLE = { hpdm: 1, extends: 'pipelines/sample.yaml', nodes: {} } as const;

test('where nobody says what an operator may take, it is what the run may take: the user before the document', async () => {
  expect(await memoryOf({}, {})).toEqual([undefined, undefined]);
  expect(await memoryOf({}, { usual: 7e9 })).toEqual([7e9, 7e9]);
  expect(await memoryOf({ memory: '2GB' }, { usual: 7e9 })).toEqual([2e9, 2e9]);
  expect(await memoryOf({ memory: '2GB' }, { most: 1e9, usual: 7e9 })).toEqual([1e9, 1e9]);
});
