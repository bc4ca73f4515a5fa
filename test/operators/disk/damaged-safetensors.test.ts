import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HpdmError } from '../../../dsl/index.js';
import { readSafetensors, readSafetensorsHeader, writeSafetensors } from '../../../operators/disk/safetensors.js';
import { f32 } from './f32.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hpdm-safetensors-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a file that lies is refused', () => {
  const entry = (dtype: string, shape: unknown, data_offsets: unknown): object => ({ dtype, shape, data_offsets });
  const x = entry('F32', [2], [0, 8]);

  test.each<[string, unknown, number, string, RegExp]>([
    ['the data are cut off', { x }, 4, 'E_SAFETENSORS_SHORT', /expected {2}8 bytes of data .*\n {2}got {7}4\n/],
    ['bytes follow the data', { x }, 9, 'E_SAFETENSORS_HEADER', /expected {2}8 bytes/],
    ['tensors overlap', { x, y: entry('F32', [1], [4, 8]) }, 8, 'E_SAFETENSORS_TENSOR', / y .*\n[^]*overlaps/],
    ['a gap', { x, y: entry('F32', [1], [12, 16]) }, 16, 'E_SAFETENSORS_TENSOR', / y .*\n[^]*gap/],
    ['shape and bytes differ', { x: entry('F32', [3], [0, 8]) }, 8, 'E_SAFETENSORS_TENSOR', /12 bytes for F32 \[3\]/],
    ['end before begin', { x: entry('F32', [2], [8, 0]) }, 8, 'E_SAFETENSORS_TENSOR', /got {7}-8 bytes/],
    ['an unknown dtype', { x: entry('F31', [2], [0, 8]) }, 8, 'E_SAFETENSORS_TENSOR', /one of F64.*\n.*"F31"/],
    ['a dtype of Object', { x: entry('toString', [2], [0, 8]) }, 8, 'E_SAFETENSORS_TENSOR', /"toString"/],
    ['a negative size', { x: entry('F32', [-2, -1], [0, 8]) }, 8, 'E_SAFETENSORS_TENSOR', /\[-2,-1\]/],
    ['a fractional offset', { x: entry('U8', [1], [0.5, 1.5]) }, 8, 'E_SAFETENSORS_TENSOR', /\[0.5,1.5\]/],
    ['three offsets', { x: entry('U8', [1], [0, 1, 2]) }, 1, 'E_SAFETENSORS_TENSOR', /\[begin, end\]/],
    ['a huge shape', { x: entry('F32', [2 ** 40, 2 ** 40], [0, 8]) }, 8, 'E_SAFETENSORS_TENSOR', /bytes for F32/],
    ['an entry that is no object', { x: null }, 0, 'E_SAFETENSORS_TENSOR', /nothing/],
    ['metadata that are no texts', { __metadata__: { a: 1 } }, 0, 'E_SAFETENSORS_HEADER', /texts by name/],
    ['metadata that are no object', { __metadata__: 7 }, 0, 'E_SAFETENSORS_HEADER', /texts by name/],
    ['a list', [x], 8, 'E_SAFETENSORS_HEADER', /a JSON object/],
    ['a name twice', '{"x":1,"y":{"x":2},"\\u0078":3}', 0, 'E_SAFETENSORS_HEADER', /"x" twice/],
    ['no JSON', 'x = 1', 0, 'E_SAFETENSORS_HEADER', /a header in JSON\n {2}got {7}"x = 1"/],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 0, 'E_SAFETENSORS_HEADER', /a header in JSON/],
  ])('%s', async (_, header, dataBytes, code, message) => {
    await refused(await fileWith(header, dataBytes), code, message);
  });

  test('every wrong tensor is named, not only the first', async () => {
    const path = await fileWith({ a: entry('F31', [], [0, 4]), b: x, c: entry('F32', [2], [0, 4]) }, 8);
    const error = await readSafetensors(path).catch((caught: unknown) => caught);
    expect((error as HpdmError).faults.map((fault) => fault.path)).toEqual(['a', 'c']);
  });

  test('any cut of a good file', async () => {
    const path = join(folder, 'cut');
    await writeSafetensors(path, { x: f32([2], 1, 2), y: f32([1], 3) });
    const whole = await readFile(path);
    for (let length = 0; length < whole.length; length++) {
      await writeFile(path, whole.subarray(0, length));
      await refused(path, 'E_SAFETENSORS_SHORT', /copy or write it again/);
    }
  });

  test('a header longer than the file, or longer than any header', async () => {
    const path = join(folder, 'long');
    for (const [length, code] of [
      [100n, 'E_SAFETENSORS_SHORT'],
      [2n ** 63n, 'E_SAFETENSORS_HEADER'],
    ] as const) {
      const bytes = Buffer.alloc(64, ' ');
      bytes.writeBigUInt64LE(length);
      await writeFile(path, bytes);
      await refused(path, code, /in a file of 64/);
    }
  });

  test('no file, a folder, a text', async () => {
    await refused(join(folder, 'nowhere', 'x'), 'E_FILE_MISSING', /check the path/);
    await refused(folder, 'E_IS_FOLDER', /name a file inside it/);
    await writeFile(join(folder, 'notes.txt'), 'These are my notes, not a checkpoint.\n');
    await refused(join(folder, 'notes.txt'), 'E_SAFETENSORS_HEADER', /damaged or is not a safetensors file/);
  });
});

/** A file with this header (an object, a text, or bytes) and that many zeros behind it. */
async function fileWith(header: unknown, dataBytes: number): Promise<string> {
  const text = typeof header === 'string' || Buffer.isBuffer(header) ? header : JSON.stringify(header);
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes.length));
  const path = join(folder, 'lie.safetensors');
  await writeFile(path, Buffer.concat([length, bytes, Buffer.alloc(dataBytes)]));
  return path;
}

async function refused(path: string, code: string, message: RegExp): Promise<void> {
  const error: unknown = await readSafetensors(path).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(HpdmError);
  expect(error).toMatchObject({ code, exitCode: 2 });
  expect(String(error)).toMatch(message);
  expect(String(error)).toContain(path);
  expect(() => readSafetensorsHeader(path)).toThrow(expect.objectContaining({ code }));
}
