import { describe, expect, test } from '@jest/globals';
import { readJsonl } from '../../../operators/clips/read-jsonl.js';

test('one object in each line; a caption may have several wordings', () => {
  const text = '{"path":"a","caption":["x"," y "],"label":3,"start":1}\n\n{"path":"b","other":1}\n';
  expect(readJsonl(text, 'a.jsonl')).toEqual([
    { line: 1, path: 'a', captions: ['x', 'y'], label: '3', start: 1 },
    { line: 3, path: 'b', captions: [] },
  ]);
});

test('the names of the Hugging Face hub are known', () => {
  expect(readJsonl('{"file_name":"a.mp4","text":"a cat"}', 'metadata.jsonl')).toMatchObject([
    { path: 'a.mp4', captions: ['a cat'] },
  ]);
});

describe('refused with its line:', () => {
  test.each([
    ['text that is not JSON', '{"path":"a"}\n{path', /a\.jsonl:2 {2}E_CAPTIONS/],
    ['a list', '[1]', /a\.jsonl:1[^]*one JSON object/],
    ['no path', '{"caption":"x"}', /"path"/],
    ['two names of the path', '{"path":"a","file_name":"b"}', /either "path" or "file_name"/],
    ['a caption that is no text', '{"path":"a","caption":4}', /"caption"[^]*4/],
    ['a label that is a list', '{"path":"a","label":[1]}', /"label"/],
    ['a negative start', '{"path":"a","start":-2}', /"start"/],
  ])('%s', (_, text, message) => {
    expect(() => readJsonl(text, 'a.jsonl')).toThrow(message);
  });
});
