import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import {
  readSafetensors,
  readSafetensorsHeader,
  writeSafetensors,
  type StoredTensor,
} from '../../../operators/disk/safetensors.js';
import { f32 } from './f32.js';

const REFERENCE = fileURLToPath(new URL('../../fixtures/reference/', import.meta.url));
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hpdm-safetensors-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** An independent reader: names, dtypes, shapes and numbers by struct, json and array alone. */
const PYTHON_READER = `
import sys, json, struct, array
raw = open(sys.argv[1], 'rb').read()
(length,) = struct.unpack('<Q', raw[:8])
assert length % 8 == 0
header = json.loads(raw[8:8 + length].decode('utf-8'))
data = raw[8 + length:]
codes = {'F64': 'd', 'F32': 'f', 'I64': 'q', 'I32': 'i', 'I16': 'h', 'I8': 'b', 'U8': 'B', 'F16': 'H', 'BF16': 'H'}
out = {'metadata': header.pop('__metadata__', {}), 'names': list(header)}
for name, entry in header.items():
    begin, end = entry['data_offsets']
    out[name] = [entry['dtype'], entry['shape'], array.array(codes[entry['dtype']], data[begin:end]).tolist()]
print(json.dumps(out))
`;
const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('a round trip', () => {
  const floats = fc
    .array(fc.nat(4), { maxLength: 4 })
    .chain((shape) => tensorOf('F32', shape, fc.float(), (values) => new Float32Array(values)));
  const doubles = tensorOf('F64', [3], fc.double(), (values) => new Float64Array(values));
  const longs = tensorOf('I64', [2, 1], fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (values) => {
    return new BigInt64Array(values);
  });
  const ints = tensorOf('I32', [2], fc.integer(), (values) => new Int32Array(values));
  const bytes = tensorOf('U8', [5], fc.nat(255), (values) => new Uint8Array(values));
  const halves = tensorOf('BF16', [3], fc.nat(65535), (values) => new Uint16Array(values));
  const names = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }).filter((name) => name !== '__metadata__'),
    fc.constantFrom('__proto__', 'constructor', '', '10', '2', 'a"b\\{}', 'größe'),
  );
  const files = fc.uniqueArray(fc.tuple(names, fc.oneof(floats, doubles, longs, ints, bytes, halves)), {
    selector: ([name]) => name,
    maxLength: 6,
  });

  test('gives back every name, shape, dtype, bit and metadata entry', async () => {
    const path = join(folder, 'round.safetensors');
    await fc.assert(
      fc.asyncProperty(files, fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }), async (entries, metadata) => {
        await writeSafetensors(path, Object.fromEntries(entries), metadata);
        const read = await readSafetensors(path);
        expect(Object.keys(read.tensors).sort()).toEqual(entries.map(([name]) => name).sort());
        for (const [name, wanted] of entries) {
          const found = Object.entries(read.tensors).find(([key]) => key === name)?.[1];
          expect(found?.dtype).toBe(wanted.dtype);
          expect(found?.shape).toEqual(wanted.shape);
          expect(found?.data).toBeInstanceOf(wanted.data.constructor);
          expect(bits(found)).toEqual(bits(wanted));
        }
        expect(Object.entries(read.metadata).sort()).toEqual(Object.entries(metadata).sort());
      }),
      { numRuns: 100 },
    );
    expect(await readdir(folder)).toEqual(['round.safetensors']);
  });

  test('the same tensors in another order make the same file, and every tensor is aligned to its element', async () => {
    const bytes = { dtype: 'U8', shape: [3], data: new Uint8Array([1, 2, 3]) } as const;
    const doubles = { dtype: 'F64', shape: [1], data: new Float64Array([0.1]) } as const;
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    await writeSafetensors(one, { a: bytes, b: doubles, c: f32([1], 1) });
    await writeSafetensors(two, { c: f32([1], 1), b: doubles, a: bytes });
    expect(await readFile(one)).toEqual(await readFile(two));
    const { tensors } = readSafetensorsHeader(one);
    expect(tensors).toEqual({
      b: { dtype: 'F64', shape: [1], offsets: [0, 8] },
      c: { dtype: 'F32', shape: [1], offsets: [8, 12] },
      a: { dtype: 'U8', shape: [3], offsets: [12, 15] },
    });
    expect((await readFile(one)).readBigUInt64LE() % 8n).toBe(0n);
  });

  test('a view into a larger array is written as the view', async () => {
    const path = join(folder, 'view');
    const data = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
    await writeSafetensors(path, { x: { dtype: 'F32', shape: [2], data } });
    expect((await readSafetensors(path)).tensors['x']).toEqual(f32([2], 1, 2));
  });
});

describe('files and Python', () => {
  const references = [
    'adamw',
    'edm-precond',
    'edm-sampler',
    'ema',
    'grid-sample-3d',
    'image-metrics',
    'lamb',
    'lr-schedule',
    'multidiffusion',
    'rin-block',
  ];

  test.each(references)('%s.safetensors, written by Python, is read to the last bit', async (name) => {
    const path = join(REFERENCE, `${name}.safetensors`);
    const { tensors, metadata } = await readSafetensors(path);
    const copy = join(folder, 'copy.safetensors');
    await writeSafetensors(copy, tensors, metadata);
    expect(Object.keys(tensors).length).toBeGreaterThan(4);
    expect((await dataOf(copy)).equals(await dataOf(path))).toBe(true);
  });

  test('a known number of a reference file is where it should be', async () => {
    const { tensors } = await readSafetensors(join(REFERENCE, 'lr-schedule.safetensors'));
    expect(tensors['hyper.total_steps']?.shape).toEqual([]);
    expect(tensors['hyper.total_steps']?.data).toHaveLength(1);
    expect(Number.isInteger(tensors['hyper.total_steps']?.data[0])).toBe(true);
  });

  (hasPython ? test : test.skip)('Python reads what we write', async () => {
    const path = join(folder, 'python.safetensors');
    const tensors = {
      weights: f32([2, 2], 1.5, -0.25, 3e38, 0),
      'ünïcode "name"': { dtype: 'I32', shape: [3], data: new Int32Array([-1, 0, 2 ** 31 - 1]) },
      scalar: { dtype: 'F64', shape: [], data: new Float64Array([Math.PI]) },
      long: { dtype: 'I64', shape: [1], data: new BigInt64Array([-(2n ** 52n)]) },
      half: { dtype: 'BF16', shape: [2], data: new Uint16Array([0x3f80, 1]) },
      none: { dtype: 'U8', shape: [0, 4], data: new Uint8Array(0) },
    } as const;
    await writeSafetensors(path, tensors, { step: '12' });
    expect(JSON.parse(execFileSync('python3', ['-c', PYTHON_READER, path], { encoding: 'utf8' }))).toEqual({
      metadata: { step: '12' },
      names: ['long', 'scalar', 'weights', 'ünïcode "name"', 'half', 'none'],
      weights: ['F32', [2, 2], [1.5, -0.25, Math.fround(3e38), 0]],
      'ünïcode "name"': ['I32', [3], [-1, 0, 2 ** 31 - 1]],
      scalar: ['F64', [], [Math.PI]],
      long: ['I64', [1], [-(2 ** 52)]],
      half: ['BF16', [2], [0x3f80, 1]],
      none: ['U8', [0, 4], []],
    });
  });
});

describe('what cannot be written', () => {
  const path = (): string => join(folder, 'out.safetensors');

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['a shape of another size', { x: f32([3], 1, 2) }, /12 bytes for F32 \[3\]\n {2}got {7}8 bytes/],
    ['a shape below zero', { x: f32([-1, -2], 1, 2) }, /whole numbers ≥ 0/],
    [
      'an array of another type',
      { x: { dtype: 'I32', shape: [1], data: new Float32Array(1) } },
      /a Int32Array for I32/,
    ],
    ['an unknown dtype', { x: { dtype: 'F31', shape: [1], data: new Float32Array(1) } }, /dtype: one of/],
    ['a reserved name', { __metadata__: f32([1], 1) }, /__metadata__/],
  ])('%s is refused before a file is made', async (_, tensors, message) => {
    const attempt = writeSafetensors(path(), tensors as Record<string, StoredTensor>);
    await expect(attempt).rejects.toMatchObject({ code: 'E_SAFETENSORS_TENSOR', exitCode: 2 });
    await expect(attempt).rejects.toThrow(message);
    expect(await readdir(folder)).not.toContain('out.safetensors');
  });

  test('a missing folder is a failed run that says so', async () => {
    const attempt = writeSafetensors(join(folder, 'nowhere', 'x'), { x: f32([1], 1) });
    await expect(attempt).rejects.toMatchObject({ code: 'E_OUTPUT_WRITE', exitCode: 3 });
    await expect(attempt).rejects.toThrow(/try {7}make the folder/);
  });

  test('where the name is taken by a folder nothing is left behind', async () => {
    const inside = join(folder, 'taken');
    await mkdir(join(inside, 'name'), { recursive: true });
    await expect(writeSafetensors(join(inside, 'name'), { x: f32([1], 1) })).rejects.toMatchObject({ exitCode: 3 });
    expect(await readdir(inside)).toEqual(['name']);
  });
});

function tensorOf<T>(
  dtype: StoredTensor['dtype'],
  shape: number[],
  element: fc.Arbitrary<T>,
  make: (values: T[]) => StoredTensor['data'],
): fc.Arbitrary<StoredTensor> {
  const size = shape.reduce((product, n) => product * n, 1);
  const values = fc.array(element, { minLength: size, maxLength: size });
  return values.map((list) => ({ dtype, shape, data: make(list) }) as StoredTensor);
}

/** The bytes of a tensor, so that NaN and −0 are compared too. */
const bits = (tensor: StoredTensor | undefined): number[] =>
  tensor ? [...new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength)] : [];

/** What follows the header of a file. */
async function dataOf(path: string): Promise<Buffer> {
  const whole = await readFile(path);
  return whole.subarray(8 + Number(whole.readBigUInt64LE()));
}
