import { expect, test } from '@jest/globals';
import { load } from '../../../pipelines/api/load.js';
import { planOf } from '../../../pipelines/plan/plan.js';
import { expected } from '../../../pipelines/studio/expected.js';
import { scratch } from '../cli/command-line.js';

const folder = scratch();

test('the memory is that of the plan, with the process; tiles cover the level and are those that the plan counts', async () => {
  const graph = await load('sample', { cascade: `${folder}/tiny.yaml`, checkpoint: 'none' });
  const { bytes, processBytes, nodes } = planOf(graph);
  const { tiles, ...memory } = expected(graph);
  expect(memory).toEqual({ bytes: bytes + processBytes, isLeast: false });
  expect(Object.keys(tiles)).toEqual(['level.0.solve', 'level.1.solve']);
  const { rows = [], columns = [], tile, size } = tiles['level.1.solve'] ?? {};
  expect([rows.at(0), (rows.at(-1) ?? 0) + (tile?.[0] ?? 0)]).toEqual([0, size?.[1]]);
  const counted = nodes.find(({ name }) => name === 'level.1.solve')?.tiles;
  expect(((size?.[0] ?? 0) / 4) * rows.length * columns.length).toBe(counted);
});
