import { counted, HpdmError, show, type Fault } from '../../dsl/index.js';

/** The element types of the format and the arrays that hold them; for F16, BF16 and F8 the arrays hold the bits. */
export const ELEMENTS = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  F8_E4M3: Uint8Array,
  F8_E5M2: Uint8Array,
  I64: BigInt64Array,
  I32: Int32Array,
  I16: Int16Array,
  I8: Int8Array,
  U64: BigUint64Array,
  U32: Uint32Array,
  U16: Uint16Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
} as const;

/** An element type by its name in the format. */
export type Dtype = keyof typeof ELEMENTS;

/** A tensor as the header describes it; `offsets` are bytes [begin, end) from the start of the data. */
export interface Entry {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly offsets: readonly [number, number];
}

/** The header before the data: every tensor by name, and texts by key. */
export interface SafetensorsHeader {
  readonly tensors: Readonly<Record<string, Entry>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const METADATA = '__metadata__';

/**
 * The first bytes of a file: the length of the JSON text, then the text, padded with spaces so that the data start at a multiple of 8.
 *
 * fails E_SAFETENSORS_TENSOR for an entry that `parseHeader` would refuse
 */
export function formatHeader({ tensors, metadata }: SafetensorsHeader, file: string): Uint8Array {
  const members = Object.entries(tensors).map(([name, { dtype, shape, offsets }]): [string, RawEntry] => [
    name,
    { dtype, shape, data_offsets: offsets },
  ]);
  const faults = members.flatMap(([name, entry]) => {
    const problem = name === METADATA ? { expected: 'the name of a tensor', got: METADATA } : misfit(entry);
    return problem
      ? [tensorFault(file, name, problem, 'an array that fits its dtype and shape, under a free name')]
      : [];
  });
  if (faults.length > 0) throw new HpdmError(faults);
  const about = Object.keys(metadata).length > 0 ? { [METADATA]: metadata } : {};
  const text = Buffer.from(JSON.stringify({ ...about, ...Object.fromEntries(members) }));
  const bytes = Buffer.alloc(8 + 8 * Math.ceil(text.length / 8), ' ');
  bytes.writeBigUInt64LE(BigInt(bytes.length - 8));
  text.copy(bytes, 8);
  return bytes;
}

/**
 * Check and decode a header.
 *
 * @param text the JSON text, padding included
 * @param dataBytes number of bytes after the header
 * fails E_SAFETENSORS_HEADER when it is not a JSON object or names a tensor twice; E_SAFETENSORS_TENSOR for each tensor with an
 * unknown dtype, a bad shape, or bytes that overlap others, leave a gap or do not fit its shape; E_SAFETENSORS_SHORT when the data
 * end before the last tensor
 */
export function parseHeader(text: Uint8Array, dataBytes: number, file: string): SafetensorsHeader {
  const json = parseJson(text, file);
  const faults: Fault[] = [];
  const tensors: [string, Entry][] = [];
  for (const [name, value] of Object.entries(json)) {
    if (name === METADATA) continue;
    const problem = misfit(value);
    if (problem) faults.push(tensorFault(file, name, problem));
    else tensors.push([name, toEntry(value as RawEntry)]);
  }
  const metadata = json[METADATA] ?? {};
  if (!isTexts(metadata)) faults.push(headerFault(file, `${METADATA}: texts by name`, show(metadata)));
  if (faults.length === 0) faults.push(...layoutFaults(tensors, dataBytes, file));
  if (faults.length > 0) throw new HpdmError(faults);
  return { tensors: Object.fromEntries(tensors), metadata: metadata as SafetensorsHeader['metadata'] };
}

/** The advice for a damaged file. */
export const AGAIN = 'the file is damaged or is not a safetensors file: copy or write it again';

interface RawEntry {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const toEntry = ({ dtype, shape, data_offsets }: RawEntry): Entry => ({ dtype, shape, offsets: data_offsets });

const headerFault = (file: string, expected: string, got: string): Fault => ({
  code: 'E_SAFETENSORS_HEADER',
  place: { file },
  expected,
  got,
  try: AGAIN,
});

const tensorFault = (file: string, path: string, problem: Misfit, remedy = AGAIN): Fault => ({
  code: 'E_SAFETENSORS_TENSOR',
  place: { file },
  path,
  ...problem,
  try: remedy,
});

function parseJson(text: Uint8Array, file: string): Record<string, unknown> {
  let decoded: string;
  let value: unknown;
  try {
    decoded = new TextDecoder('utf-8', { fatal: true }).decode(text);
    value = JSON.parse(decoded);
  } catch (error) {
    const start = show(Buffer.from(text.subarray(0, 40)).toString('latin1'));
    throw new HpdmError(headerFault(file, 'a header in JSON', `${start} (${(error as Error).message})`), {
      cause: error,
    });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new HpdmError(headerFault(file, 'a JSON object', show(value)));
  }
  const twice = repeatedNames(decoded);
  if (twice.length > 0)
    throw new HpdmError(twice.map((name) => headerFault(file, 'every name once', `"${name}" twice`)));
  return value as Record<string, unknown>;
}

/** Names that occur more than once in the outermost object of a JSON text; `JSON.parse` would silently keep the last one. */
function repeatedNames(text: string): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  let depth = 0;
  for (const [token, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g)) {
    if (token === '{') depth++;
    else if (token === '}') depth--;
    else if (depth === 1 && colon !== undefined) {
      const name = JSON.parse(token.slice(0, -colon.length)) as string;
      (seen.has(name) ? twice : seen).add(name);
    }
  }
  return [...twice];
}

interface Misfit {
  readonly expected: string;
  readonly got: string;
}

/** The reason why a value of the header does not describe a tensor; undefined if it does. */
function misfit(value: unknown): Misfit | undefined {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Partial<Record<string, unknown>>;
  if (typeof dtype !== 'string' || !Object.hasOwn(ELEMENTS, dtype)) {
    return { expected: `dtype: one of ${Object.keys(ELEMENTS).join(', ')}`, got: show(dtype) };
  }
  if (!isWholeNumbers(shape)) return { expected: 'shape: whole numbers ≥ 0', got: show(shape) };
  if (!isWholeNumbers(offsets) || offsets.length !== 2) {
    return { expected: 'data_offsets: [begin, end] in bytes', got: show(offsets) };
  }
  const [begin = 0, end = 0] = offsets;
  const bytes = sizeBytes(dtype as Dtype, shape);
  if (end - begin === bytes) return undefined;
  return {
    expected: `${counted(bytes, 'byte')} for ${dtype} [${shape.join(', ')}]`,
    got: counted(end - begin, 'byte'),
  };
}

const isWholeNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && !Array.isArray(value) && Object.values(value ?? {}).every((v) => typeof v === 'string');

/** The number of bytes of a tensor. */
export const sizeBytes = (dtype: Dtype, shape: readonly number[]): number =>
  shape.reduce((size, n) => size * n, ELEMENTS[dtype].BYTES_PER_ELEMENT);

/** Check that the tensors cover the data exactly once, without gaps, up to the last byte. */
function layoutFaults(tensors: readonly [string, Entry][], dataBytes: number, file: string): Fault[] {
  const byPlace = [...tensors].sort(([, { offsets: a }], [, { offsets: b }]) => a[0] - b[0] || a[1] - b[1]);
  const faults: Fault[] = [];
  let filled = 0;
  for (const [path, { offsets }] of byPlace) {
    if (offsets[0] !== filled) {
      const how = offsets[0] < filled ? 'it overlaps the tensor before it' : 'there is a gap before it';
      const got = `from byte ${offsets[0]}: ${how}`;
      faults.push(tensorFault(file, path, { expected: `data from byte ${filled}`, got }));
    }
    filled = offsets[1];
  }
  if (faults.length > 0 || filled === dataBytes) return faults;
  const code = filled > dataBytes ? 'E_SAFETENSORS_SHORT' : 'E_SAFETENSORS_HEADER';
  const [expected, got] = [`${counted(filled, 'byte')} of data after the header`, `${dataBytes}`];
  return [{ code, place: { file }, expected, got, try: AGAIN }];
}
