import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { counted, HpdmError, type FaultCode, type Fault } from '../../dsl/index.js';
import { replaceFile } from './replace-file.js';
import { AGAIN, ELEMENTS, formatHeader, parseHeader, sizeBytes } from './safetensors-header.js';
import type { Dtype, Entry, SafetensorsHeader } from './safetensors-header.js';

export type { Dtype, Entry, SafetensorsHeader as Header };

/** A tensor as plain numbers. The array depends on the dtype: a Float32Array for F32, a BigInt64Array for I64, the bits in a Uint16Array for F16 … */
export type StoredTensor = {
  [D in Dtype]: {
    readonly dtype: D;
    readonly shape: readonly number[];
    readonly data: (typeof ELEMENTS)[D]['prototype'];
  };
}[Dtype];

/** The content of a safetensors file. */
export interface SafeTensors {
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Largest number of bytes of a header; the format sets this limit. */
const MAX_HEADER_BYTES = 100_000_000;
/** Largest number of bytes to read in one system call; Linux allows less than 2³¹. */
const MAX_READ_BYTES = 2 ** 30;

/**
 * Format tensors as the content of a safetensors file, in chunks, without copying them.
 * Tensors are sorted by the width of their elements, widest first, then by name, so that all are aligned for readers that map the file.
 *
 * @param path the file, for messages
 * fails E_SAFETENSORS_TENSOR for a tensor whose array does not have its dtype or size
 * source https://github.com/huggingface/safetensors#format
 */
export function formatSafetensors(
  tensors: SafeTensors['tensors'],
  metadata: SafeTensors['metadata'],
  path: string,
): Uint8Array[] {
  refuseOtherArrays(tensors, path);
  const ordered = inFileOrder(tensors);
  const header = formatHeader({ tensors: withOffsets(ordered), metadata }, path);
  const data = ordered.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return [header, ...data];
}

/** Write tensors to a safetensors file, completely or not at all; fails like {@link formatSafetensors} and `replaceFile`. */
export async function writeSafetensors(
  path: string,
  tensors: SafeTensors['tensors'],
  metadata: SafeTensors['metadata'] = {},
): Promise<void> {
  await replaceFile(path, formatSafetensors(tensors, metadata, path));
}

/**
 * Read a safetensors file. Every tensor is read directly into a separate array.
 *
 * fails E_FILE_MISSING, E_IS_FOLDER, E_FILE when the file cannot be opened; E_SAFETENSORS_HEADER, E_SAFETENSORS_TENSOR,
 * E_SAFETENSORS_SHORT when it is truncated or its header is wrong, before anything is allocated
 */
export async function readSafetensors(path: string): Promise<SafeTensors> {
  return withFile(path, async (file) => {
    const { header, dataStart } = readHeader(file.fd, path);
    const tensors: [string, StoredTensor][] = [];
    for (const [name, { dtype, shape, offsets }] of Object.entries(header.tensors)) {
      const data = new ELEMENTS[dtype](sizeBytes(dtype, shape) / ELEMENTS[dtype].BYTES_PER_ELEMENT);
      await readFully(file, new Uint8Array(data.buffer), dataStart + offsets[0], path);
      tensors.push([name, { dtype, shape, data } as StoredTensor]);
    }
    return { tensors: Object.fromEntries(tensors), metadata: header.metadata };
  });
}

/** A safetensors file whose tensors are read one by one, when they are needed. */
export interface OpenSafeTensors extends SafetensorsHeader {
  /** The numbers of a tensor; undefined if the file has none of this name. */
  read(this: void, name: string): StoredTensor | undefined;
  close(this: void): void;
}

/** Open a safetensors file to read single tensors of it; fails like {@link readSafetensors}. */
export function openSafetensors(path: string): OpenSafeTensors {
  const file = openFile(path);
  const { header, dataStart } = readHeader(file, path);
  return {
    ...header,
    read: (name) => {
      const entry = header.tensors[name];
      if (entry === undefined) return undefined;
      const { dtype, shape, offsets } = entry;
      const data = new ELEMENTS[dtype](sizeBytes(dtype, shape) / ELEMENTS[dtype].BYTES_PER_ELEMENT);
      readPart(file, new Uint8Array(data.buffer), dataStart + offsets[0], path);
      return { dtype, shape, data } as StoredTensor;
    },
    close: () => {
      closeSync(file);
    },
  };
}

/** Read and check only the header of a safetensors file, for checks before a run too; fails like {@link readSafetensors}. */
export function readSafetensorsHeader(path: string): SafetensorsHeader {
  const file = openFile(path);
  try {
    return readHeader(file, path).header;
  } finally {
    closeSync(file);
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw notOpened(path, error);
  }
}

/** @param file an open file descriptor */
function readHeader(file: number, path: string): { header: SafetensorsHeader; dataStart: number } {
  const stat = fstatSync(file);
  if (stat.isDirectory()) throw unreadable('E_IS_FOLDER', path, 'a folder', 'name a file inside it');
  if (stat.size < 8) {
    throw unreadable(
      'E_SAFETENSORS_SHORT',
      path,
      stat.size === 0 ? 'an empty file' : counted(stat.size, 'byte'),
      AGAIN,
    );
  }
  const prefix = Buffer.alloc(8);
  readPart(file, prefix, 0, path);
  const length = Number(prefix.readBigUInt64LE());
  const most = Math.min(stat.size - 8, MAX_HEADER_BYTES);
  if (length > most) {
    const code = length > MAX_HEADER_BYTES ? 'E_SAFETENSORS_HEADER' : 'E_SAFETENSORS_SHORT';
    const got = `a header of ${counted(length, 'byte')} in a file of ${stat.size}`;
    throw new HpdmError({ code, place: { file: path }, expected: `a header of ≤ ${most} bytes`, got, try: AGAIN });
  }
  const text = Buffer.alloc(length);
  readPart(file, text, 8, path);
  return { header: parseHeader(text, stat.size - 8 - length, path), dataStart: 8 + length };
}

function readPart(file: number, into: Uint8Array, position: number, path: string): void {
  for (let at = 0; at < into.length;) {
    const count = readSync(file, into, at, Math.min(into.length - at, MAX_READ_BYTES), position + at);
    if (count === 0) throw shortened(path);
    at += count;
  }
}

async function readFully(file: FileHandle, into: Uint8Array, position: number, path: string): Promise<void> {
  for (let at = 0; at < into.length;) {
    const { bytesRead } = await file.read(into, at, Math.min(into.length - at, MAX_READ_BYTES), position + at);
    if (bytesRead === 0) throw shortened(path);
    at += bytesRead;
  }
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    throw notOpened(path, error);
  }
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

const shortened = (path: string): HpdmError =>
  unreadable('E_SAFETENSORS_SHORT', path, 'a file that became shorter while it was read', AGAIN);

function notOpened(path: string, error: unknown): HpdmError {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? unreadable('E_FILE_MISSING', path, 'no such file', 'check the path', error)
    : unreadable('E_FILE', path, message, 'check the permissions of the file', error);
}

const unreadable = (code: FaultCode, file: string, got: string, remedy: string, cause?: unknown): HpdmError =>
  new HpdmError({ code, place: { file }, expected: 'a safetensors file', got, try: remedy }, { cause });

function refuseOtherArrays(tensors: SafeTensors['tensors'], file: string): void {
  const faults = Object.entries(tensors).flatMap(([path, { dtype, data }]): Fault[] => {
    // An unknown dtype is refused together with the header.
    if (!Object.hasOwn(ELEMENTS, dtype) || data instanceof ELEMENTS[dtype]) return [];
    const [expected, got] = [`a ${ELEMENTS[dtype].name} for ${dtype}`, data.constructor.name];
    return [
      { code: 'E_SAFETENSORS_TENSOR', place: { file }, path, expected, got, try: 'the array or dtype that fits' },
    ];
  });
  if (faults.length > 0) throw new HpdmError(faults);
}

const inFileOrder = (tensors: SafeTensors['tensors']): [string, StoredTensor][] =>
  Object.entries(tensors).sort(
    ([a, { data: x }], [b, { data: y }]) => y.BYTES_PER_ELEMENT - x.BYTES_PER_ELEMENT || (a < b ? -1 : 1),
  );

function withOffsets(ordered: readonly [string, StoredTensor][]): Record<string, Entry> {
  let begin = 0;
  const entries = ordered.map(([name, { dtype, shape, data }]): [string, Entry] => {
    const entry: Entry = { dtype, shape, offsets: [begin, begin + data.byteLength] };
    begin += data.byteLength;
    return [name, entry];
  });
  return Object.fromEntries(entries);
}
