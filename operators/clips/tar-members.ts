import { counted } from '../../dsl/index.js';
import type { FileHandle } from 'node:fs/promises';
import type { HeaderData } from 'tar';
import { dataFault } from './data-fault.js';

/** A file inside a tar file: bytes [start, end). */
export interface TarMember {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const BLOCK = 512;
/** Largest extended header that is read: the longest names are a few kilobytes. */
const MAX_EXTENDED = 1 << 20;

/**
 * The files inside a tar file, in their order. Only headers are read; the file is not read through.
 *
 * @param size of the tar file, in bytes
 * fails E_SHARD when it is compressed, damaged, or ends too early
 */
export async function tarMembers(file: FileHandle, size: number, path: string): Promise<TarMember[]> {
  const { Header, Pax } = await import('tar');
  const members: TarMember[] = [];
  let extended: HeaderData | undefined;
  for (let at = 0; at + BLOCK <= size;) {
    const header = new Header(await readBytes(file, at, BLOCK), 0, extended);
    if (header.nullBlock) break;
    if (!header.cksumValid) throw damaged(path, at === 0 ? await whyNot(file) : `a damaged header at byte ${at}`);
    // the package puts a prefix before the long name, too
    const [name, length] = [extended?.path ?? header.path ?? '', extended?.size ?? header.size ?? 0];
    const start = at + BLOCK;
    if (start + length > size) throw damaged(path, `${name} is cut off: the file ends at byte ${size}`);
    const isExtended = ['ExtendedHeader', 'NextFileHasLongPath'].includes(header.type);
    if (isExtended) {
      if (length > MAX_EXTENDED) throw damaged(path, `a header of ${length} bytes at byte ${at}`);
      const text = (await readBytes(file, start, length)).toString('utf8');
      extended =
        header.type === 'ExtendedHeader'
          ? Pax.parse(text, extended)
          : { ...extended, path: text.replace(/\0.*$/s, '') };
    } else {
      const isFile = ['File', 'OldFile', 'ContiguousFile'].includes(header.type);
      if (isFile) members.push({ name, start, end: start + length });
      extended = undefined;
    }
    at = start + BLOCK * Math.ceil(length / BLOCK);
    if (at < size && at + BLOCK > size) throw damaged(path, `a file that is cut off at byte ${size}`);
  }
  if (size < BLOCK) throw damaged(path, counted(size, 'byte'));
  return members;
}

/** Bytes [start, start + length) of a file; fewer if it ends before. */
export async function readBytes(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
  return buffer.subarray(0, bytesRead);
}

async function whyNot(file: FileHandle): Promise<string> {
  const [a, b] = await readBytes(file, 0, 2);
  return a === 0x1f && b === 0x8b
    ? 'a compressed file (gzip), in which nothing can be found without reading all of it'
    : 'another kind of file';
}

const damaged = (file: string, got: string): Error =>
  dataFault('E_SHARD', {
    file,
    expected: 'a whole tar file, not compressed',
    got,
    try: 'download or make the file again (gunzip a compressed one), or move it out of the folder',
  });
