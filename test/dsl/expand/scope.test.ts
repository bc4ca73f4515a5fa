import { expect, test } from '@jest/globals';
import type { Fault } from '../../../dsl/index.js';
import { parseSource } from '../../../dsl/document/source.js';
import { fail, type Scope } from '../../../dsl/expand/scope.js';

test('a fault in a copy of a graph says where it is written, and who uses the graph', () => {
  const faults: Fault[] = [];
  const source = parseSource('part.yaml', 'nodes:\n  clip: { op: video.read }\n');
  const scope = { source, usedBy: 'nodes.part, main.yaml:3:1', expansion: { faults } } as unknown as Scope;
  fail(scope, ['nodes', 'clip', 'op'], { code: 'E_NODE', expected: 'an operator' });
  expect(faults).toEqual([
    {
      code: 'E_NODE',
      place: { file: 'part.yaml', line: 2, column: 11 },
      path: 'nodes.clip.op',
      expected: 'an operator',
      usedBy: 'nodes.part, main.yaml:3:1',
    },
  ]);
});
