import { expect, test } from '@jest/globals';
import { formatPort } from '../../../dsl/graph/graph.js';

const kind = { name: 'video', tensors: true, release: () => undefined };

test('a port reads as kind, layout with the sizes that are known, element type and range', () => {
  const port = { kind, layout: ['B', 'F', 3] as const, dtype: 'float32' as const, range: [-1, 1] as const };
  expect(formatPort(port, { F: 16 })).toBe('video [B, F=16, 3] float32 in [-1, 1]');
  expect(formatPort({ kind })).toBe('video');
});
