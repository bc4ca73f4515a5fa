import { open, type FileHandle } from 'node:fs/promises';

/**
 * What a file lacks at its end, by the rules of its format; undefined where nothing is missing, or the format has no such rule. ffmpeg reads
 * such a file as far as it goes and says nothing.
 *
 * @param format ffmpeg's names of the format
 */
export async function missingEnd(path: string, format: string): Promise<string | undefined> {
  const rule = RULES[format];
  if (rule === undefined) return undefined;
  const file = await open(path);
  try {
    return await rule(file, (await file.stat()).size);
  } finally {
    await file.close();
  }
}

type Rule = (file: FileHandle, size: number) => Promise<string | undefined>;

const RULES: Readonly<Record<string, Rule>> = { flv, gif, mpegts, mxf, ogg, yuv4mpegpipe };

/** Bytes of a file as text with one letter per byte. */
async function bytes(file: FileHandle, from: number, count: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, Math.max(0, from));
  return buffer.toString('latin1', 0, bytesRead);
}

/** A GIF ends with the byte 3B; some programs add zeros. source GIF89a, §27 */
async function gif(file: FileHandle, size: number): Promise<string | undefined> {
  return /;\0*$/.test(await bytes(file, size - 64, 64)) ? undefined : 'its last byte is not that of a GIF';
}

/** A tag is its type, the size of its data and seven bytes more; after the data stands the size of the tag. source Adobe FLV 10.1, E.3 */
async function flv(file: FileHandle, size: number): Promise<string | undefined> {
  const last = Buffer.from(await bytes(file, size - 4, 4), 'latin1').readUInt32BE();
  // some programs forget the 11 bytes before the data
  for (const tag of [last, last + 11]) {
    const start = Buffer.from(await bytes(file, size - 4 - tag, 4), 'latin1');
    if (TAGS.includes(start[0] ?? 0) && start.readUIntBE(1, 3) + 11 === tag) return undefined;
  }
  return 'its last tag is not whole';
}

/** Sound, video and data in FLV. */
const TAGS = [8, 9, 18];

/** The first part says where the last one, the footer, begins; 0 while the file is written. source SMPTE ST 377-1, 7.1 */
async function mxf(file: FileHandle, size: number): Promise<string | undefined> {
  const start = await bytes(file, 0, 52);
  if (!start.startsWith(PARTITION) || start.charCodeAt(16) !== 0x83) return undefined;
  const footer = Number(Buffer.from(start, 'latin1').readBigUInt64BE(44));
  if (footer === 0) return undefined;
  if (footer < size && (await bytes(file, footer, 16)).startsWith(PARTITION)) return undefined;
  return `its last part should begin at byte ${footer}, and does not`;
}

/** The key of a part of MXF, without the bytes for its kind. */
const PARTITION = Buffer.from('060e2b34020501010d01020101', 'hex').toString('latin1');

/** Packets have 188 bytes and begin with 47; Blu-rays put four bytes before each. source ISO/IEC 13818-1, 2.4.3.2 */
async function mpegts(file: FileHandle, size: number): Promise<string | undefined> {
  const start = await bytes(file, 0, 193);
  const packet = start[0] === 'G' && start[188] === 'G' ? 188 : start[4] === 'G' ? 192 : undefined;
  if (packet === undefined || size % packet === 0) return undefined;
  return `its last packet has ${size % packet} of ${packet} bytes`;
}

/** The longest page of Ogg in bytes, and the flag of the last page of a stream. source RFC 3533, §6 */
const [PAGE, LAST] = [65_307, 4];

async function ogg(file: FileHandle, size: number): Promise<string | undefined> {
  const tail = await bytes(file, size - PAGE, PAGE);
  const page = tail.slice(tail.lastIndexOf('OggS'));
  const segments = Array.from({ length: page.charCodeAt(26) }, (_, i) => page.charCodeAt(27 + i));
  const whole = 27 + segments.length + segments.reduce((sum, length) => sum + length, 0);
  if (page.length < whole) return `its last page has ${page.length} of ${whole} bytes`;
  return (page.charCodeAt(5) & LAST) !== 0 ? undefined : 'its last page is not marked as such';
}

/** Pixels across and down that share a sample of colour. */
const SHARED: Readonly<Record<string, readonly [number, number]>> = { 420: [2, 2], 422: [2, 1], 444: [1, 1] };

/** Frames have equal sizes, and the line FRAME before each. Other colour spaces than the usual ones are not looked at. source YUV4MPEG2 */
async function yuv4mpegpipe(file: FileHandle, size: number): Promise<string | undefined> {
  const [header = ''] = /^YUV4MPEG2[^\n]*\n(?=FRAME\n)/.exec(await bytes(file, 0, 512)) ?? [];
  const [width, height] = [/ W(\d+)/, / H(\d+)/].map((size) => Number(size.exec(header)?.[1]));
  const [, layout = '', deep] = / C(420|422|444)(?:jpeg|mpeg2|paldv|p(\d+))?(?=[ \n])/.exec(header) ?? [];
  const shared = SHARED[header.includes(' C') ? layout : '420'];
  if (header === '' || shared === undefined || !width || !height) return undefined;
  const samples = width * height + 2 * Math.ceil(width / shared[0]) * Math.ceil(height / shared[1]);
  const whole = 'FRAME\n'.length + samples * (deep === undefined ? 1 : 2);
  const last = (size - header.length) % whole;
  return last === 0 ? undefined : `its last frame has ${last} of ${whole} bytes`;
}
