import { expect, test } from '@jest/globals';
import { int } from '../../../dsl/index.js';
import { cascadeFault, missingCascade, type CascadeFact } from '../../../dsl/check/cascade-fault.js';
import type { Draft, Edge } from '../../../dsl/check/draft.js';

const node = (name: string, line: number): Draft =>
  ({
    operator: { id: `test.${name}` },
    at: (trail: readonly string[]) => ({ place: { file: 'a.yaml', line }, path: ['nodes', name, ...trail].join('.') }),
  }) as unknown as Draft;
const known = (name: string, line: number, cascade: unknown) => ({
  size: 0,
  because: [{ node: node(name, line), name: 'cascade', cascade } as CascadeFact],
});

test('two cascades at one edge: where they differ, whose they are, and which to take out', () => {
  const edge = {
    at: { place: { file: 'a.yaml', line: 9 }, path: 'nodes.solve.in.network' },
    from: { node: node('load', 3), name: 'network', side: 'output' },
    to: { node: node('solve', 9), name: 'network', side: 'input' },
  } as unknown as Edge;
  const [left, right] = [known('solve', 9, { levels: [{ steps: 3 }] }), known('load', 3, { levels: [{ steps: 5 }] })];
  expect(cascadeFault(edge, { left, right })).toMatchObject({
    code: 'E_EDGE_CASCADE',
    path: 'nodes.solve.in.network',
    message: expect.stringContaining('levels.0.steps is 3 at one end, but 5 at the other'),
    expected: expect.stringContaining('nodes.solve.with.cascade (line 9)'),
    got: expect.stringContaining('nodes.load.with.cascade (line 3)'),
    try: expect.stringMatching(/nodes\.solve\.with\.cascade.*nodes\.load\.with\.cascade/),
  });
});

test('a node whose cascade nobody tells', () => {
  expect(missingCascade(node('solve', 9), 'cascade', int('levels'))).toMatchObject({
    code: 'E_SETTING_MISSING',
    path: 'nodes.solve.with.cascade',
    got: 'neither',
  });
});
