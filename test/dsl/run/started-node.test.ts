import { expect, test } from '@jest/globals';
import type { GraphNode } from '../../../dsl/index.js';
import { startedNode } from '../../../dsl/run/started-node.js';

const node = (steps?: number): GraphNode =>
  ({
    name: 'solve',
    operator: { id: 'denoise.solve', ...(steps === undefined ? {} : { steps: () => steps }) },
    settings: {},
  }) as unknown as GraphNode;

test('a node that starts is told with its operator, and with its steps where they are known', () => {
  expect(startedNode(node(12))).toEqual({ name: 'solve', op: 'denoise.solve', total: 12 });
  expect(startedNode(node())).toEqual({ name: 'solve', op: 'denoise.solve' });
});
