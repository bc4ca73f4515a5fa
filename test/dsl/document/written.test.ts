import { expect, test } from '@jest/globals';
import { at, describeGraph, describeUse } from '../../../dsl/document/written.js';
import { parseSource } from '../../../dsl/document/source.js';

const source = parseSource('part.yaml', 'nodes:\n  clip: { op: video.read }\n');

test('a place has the document, the path to it, and who uses the document', () => {
  const place = { file: 'part.yaml', line: 2, column: 3 };
  expect(at({ source }, ['nodes', 'clip'])).toEqual({ place, path: 'nodes.clip' });
  expect(at({ source, usedBy: 'nodes.part, main.yaml:3:1' }, ['nodes', 'clip'])).toEqual({
    place,
    path: 'nodes.clip',
    usedBy: 'nodes.part, main.yaml:3:1',
  });
});

test('a use within a use names both, the inner one first', () => {
  expect(describeUse({ source }, ['nodes', 'clip'])).toBe('nodes.clip, part.yaml:2:3');
  expect(describeUse({ source, usedBy: 'nodes.part, main.yaml:3:1' }, ['nodes', 'clip'])).toMatch(
    /^nodes\.clip, part\.yaml:2:3; .*nodes\.part, main\.yaml:3:1$/,
  );
});

test('a graph is called by its file, or by its name in one', () => {
  expect(describeGraph({ source, trail: [] })).toBe('part.yaml');
  expect(describeGraph({ source, trail: ['graphs', 'inner'] })).toBe('graph "inner"');
});
