import { describe, expect, test } from '@jest/globals';
import { formatHeader, parseHeader, sizeBytes } from '../../../operators/disk/safetensors-header.js';

const text = (json: object): Buffer => Buffer.from(JSON.stringify(json));
const pair = (begin: number, end: number) => ({ dtype: 'F32', shape: [2], data_offsets: [begin, end] });

describe('a header', () => {
  test('is its length in 8 bytes, little end first, then JSON, filled up to a multiple of 8', () => {
    const bytes = Buffer.from(
      formatHeader({ tensors: { a: { dtype: 'F32', shape: [2], offsets: [0, 8] } }, metadata: {} }, 'a.safetensors'),
    );
    expect(bytes.length % 8).toBe(0);
    expect(Number(bytes.readBigUInt64LE())).toBe(bytes.length - 8);
    expect(JSON.parse(bytes.subarray(8).toString())).toEqual({ a: pair(0, 8) });
  });

  test('is read into tensors and texts', () => {
    const header = parseHeader(text({ __metadata__: { format: 'pt' }, a: pair(0, 8) }), 8, 'a.safetensors');
    expect(header).toEqual({
      tensors: { a: { dtype: 'F32', shape: [2], offsets: [0, 8] } },
      metadata: { format: 'pt' },
    });
  });

  test.each([
    ['a gap before a tensor', { a: pair(4, 12) }, 12, 'E_SAFETENSORS_TENSOR'],
    ['tensors that overlap', { a: pair(0, 8), b: pair(4, 12) }, 12, 'E_SAFETENSORS_TENSOR'],
    ['a size that does not fit the shape', { a: pair(0, 12) }, 12, 'E_SAFETENSORS_TENSOR'],
    ['data that end early', { a: pair(0, 8) }, 4, 'E_SAFETENSORS_SHORT'],
    ['data after the last tensor', { a: pair(0, 8) }, 12, 'E_SAFETENSORS_HEADER'],
    ['metadata that are not texts', { __metadata__: { step: 1 }, a: pair(0, 8) }, 8, 'E_SAFETENSORS_HEADER'],
  ])('with %s is refused', (_, json, dataBytes, code) => {
    expect(() => parseHeader(text(json), dataBytes, 'a.safetensors')).toThrow(expect.objectContaining({ code }));
  });
});

test('a tensor has as many bytes as its elements together', () => {
  expect(sizeBytes('F64', [3, 2])).toBe(48);
  expect(sizeBytes('BF16', [3])).toBe(6);
  expect(sizeBytes('I64', [])).toBe(8);
});
