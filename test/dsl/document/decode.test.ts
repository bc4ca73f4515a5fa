import { expect, test } from '@jest/globals';
import { closed } from '../../../dsl/codec/closed.js';
import { listOf } from '../../../dsl/codec/list-of.js';
import { oneOf } from '../../../dsl/codec/one-of.js';
import { plain } from '../../../dsl/codec/plain.js';
import { decode, formatTrail, refusePipeline } from '../../../dsl/document/decode.js';
import { parseSource } from '../../../dsl/document/source.js';

const names = listOf(plain.text, { expected: 'a list of texts', example: '[first, second]' });
const codec = closed(
  { expected: 'a shape', example: '{ size: 1 }' },
  { size: plain.whole },
  { kind: oneOf(['soft', 'hard']), names },
);
const decoded = (text: string): unknown => decode(codec, parseSource('a.yaml', text));

test('a document that fits is what it says', () => {
  expect(decoded('size: 3\nkind: soft')).toEqual({ size: 3, kind: 'soft' });
});

test.each([
  ['kind: soft', /a\.yaml:1:1 {2}size {2}E_SHAPE\n {2}expected +a whole number[^]*try +size: 1/],
  ['size: 1\nkind: sotf', /a\.yaml:2:1 {2}kind {2}E_SHAPE[^]*one of soft, hard[^]*did you mean "soft"\?/],
  ['size: 1\nsiez: 2', /a\.yaml:2:1 {2}siez {2}E_UNKNOWN_KEY[^]*did you mean "size"\?/],
  ['size: 1\nnames: [a, 2]', /a\.yaml:2:12 {2}names\[1\] {2}E_SHAPE[^]*a text/],
])('%j is refused where it was written, with what to try', (text, message) => {
  expect(() => decoded(text)).toThrow(message);
});

test('all that does not fit is said at once', () => {
  expect(() => decoded('size: big\nkind: 3\nmore: 1')).toThrow(
    expect.objectContaining({ faults: [expect.anything(), expect.anything(), expect.anything()] }),
  );
});

test('a pipeline given as a cascade is refused as a whole', () => {
  const check = (text: string) => () => {
    refusePipeline(parseSource('a.yaml', text));
  };
  expect(check('hpdm: 1\nnodes: {}')).toThrow(/a\.yaml:1:1 {2}hpdm {2}E_SHAPE[^]*a cascade/);
  expect(check('cascade: 1')).not.toThrow();
});

test('a trail reads as one would write it', () => {
  expect(formatTrail(['levels', 2, 'size', 0])).toBe('levels[2].size[0]');
  expect(formatTrail([])).toBe('');
});
