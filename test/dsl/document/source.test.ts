import { expect, test } from '@jest/globals';
import { parseSource } from '../../../dsl/document/source.js';

const TEXT = `base: &base
  size: 64
nodes:
  clip: { op: video.read }
  list: [one, two]
  merged: { <<: *base, more: 1 }
  alias: *base
`;

test('everything in a document knows where it was written', () => {
  const { value, place, depth } = parseSource('a.yaml', TEXT);
  expect(value).toMatchObject({ nodes: { clip: { op: 'video.read' }, merged: { size: 64, more: 1 } } });
  expect(place(['nodes', 'clip', 'op'])).toEqual({ file: 'a.yaml', line: 4, column: 11 });
  expect(place(['nodes', 'list', 1])).toEqual({ file: 'a.yaml', line: 5, column: 15 });
  expect(place(['nodes', 'merged', 'size'])).toEqual({ file: 'a.yaml', line: 2, column: 3 });
  expect(place(['nodes', 'alias', 'size'])).toEqual({ file: 'a.yaml', line: 2, column: 3 });
  expect(depth(['nodes', 'clip', 'with', 'size'])).toBe(2);
});

test('what was not written is where its nearest ancestor was', () => {
  const { place } = parseSource('a.yaml', TEXT);
  expect(place(['nodes', 'clip', 'with'])).toEqual({ file: 'a.yaml', line: 4, column: 3 });
  expect(parseSource('empty.yaml', '').place(['nodes'])).toEqual({ file: 'empty.yaml' });
});

/** Ten to the power of `depth` values in a few lines. */
function aliases(depth: number): string {
  const ten = (name: string): string => `[${Array(10).fill(name).join(', ')}]`;
  return Array.from({ length: depth }, (_, k) => `k${k}: &k${k} ${ten(k === 0 ? 'x' : `*k${k - 1}`)}`).join('\n');
}

test.each([
  ['a: 1\na: 2', /a\.yaml:2:1 {2}E_SYNTAX\n {2}expected +every key once\n {2}got +"a" again/],
  ['in: { path: ${in} }', /E_SYNTAX[^]*try +put texts with \$\{…\} into quotes/],
  ['in: { a: level[<].video }', /E_SYNTAX[^]*try +put it into quotes.*'level\[<\]\.video'/],
  ['a: [1, 2', /E_SYNTAX[^]*try +check indentation, quotes, brackets and colons/],
  ['a: &a { b: *a }', /a\.yaml:1:12 {2}E_SYNTAX[^]*got +\*a within &a/],
  ['a: 1\n---\nb: 1', /a\.yaml:2:1 {2}E_SYNTAX[^]*expected +one document in a file/],
  ['['.repeat(20_000), /E_SYNTAX[^]*too deeply inside one another/],
  [aliases(7), /a\.yaml {2}E_SYNTAX[^]*aliases \(\*NAME\) of what holds aliases/],
])('text %# is no YAML, and what to try is said', (text, message) => {
  expect(() => parseSource('a.yaml', text)).toThrow(message);
});
