import type { Frame } from './frame.js';

/**
 * Raw frames with their times as Matroska, which ffmpeg reads from a pipe; raw video alone has no times.
 *
 * @param rate frames per second, of which some encoders take the length of a frame
 * source RFC 9559 (Matroska), RFC 8794 (EBML)
 */
export function timedHeader({ width, height, channels }: Frame, rate: number): Uint8Array {
  const video = element(0xe0, [
    element(0xb0, unsigned(width)),
    element(0xba, unsigned(height)),
    element(0x2eb524, channels === 3 ? Buffer.from([0x52, 0x47, 0x42, 24]) : Buffer.from('Y800')),
  ]);
  const track = element(0xae, [
    element(0xd7, unsigned(1)), // number
    element(0x73c5, unsigned(1)), // identifier
    element(0x83, unsigned(1)), // video
    element(0x9c, unsigned(0)), // no lacing
    element(0x23e383, unsigned(Math.round(1e9 / rate))), // nanoseconds of a frame
    element(0x86, Buffer.from('V_UNCOMPRESSED')),
    video,
  ]);
  const info = element(0x1549a966, [
    element(0x2ad7b1, unsigned(1000)), // nanoseconds of a tick: times are in microseconds
    element(0x4d80, Buffer.from('hpdm')),
    element(0x5741, Buffer.from('hpdm')),
  ]);
  const ebml = element(0x1a45dfa3, [
    element(0x4286, unsigned(1)),
    element(0x42f7, unsigned(1)),
    element(0x42f2, unsigned(4)),
    element(0x42f3, unsigned(8)),
    element(0x4282, Buffer.from('matroska')),
    element(0x4287, unsigned(4)),
    element(0x4285, unsigned(2)),
  ]);
  // the length of the segment is unknown; it ends with the pipe
  const segment = Buffer.concat([
    identifier(0x18538067),
    Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
  ]);
  return Buffer.concat([ebml, segment, info, element(0x1654ae6b, [track])]);
}

/** The bytes before a frame that is shown at `seconds`: a separate cluster with one block. */
export function timedBlock(seconds: number, bytes: number): Uint8Array {
  const time = element(0xe7, unsigned(Math.round(seconds * 1e6)));
  // track 1, no offset from the cluster's time, a key frame
  const block = Buffer.concat([identifier(0xa3), length(bytes + 4), Buffer.from([0x81, 0, 0, 0x80])]);
  return Buffer.concat([identifier(0x1f43b675), length(time.length + block.length + bytes), time, block]);
}

function element(id: number, content: Uint8Array | readonly Uint8Array[]): Buffer {
  const bytes = content instanceof Uint8Array ? content : Buffer.concat(content);
  return Buffer.concat([identifier(id), length(bytes.length), bytes]);
}

/** The bytes of an identifier, whose first bits encode its length. */
function identifier(id: number): Buffer {
  const hex = id.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}

/** A length in eight bytes; the first byte encodes this size. */
function length(bytes: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE((1n << 56n) | BigInt(bytes));
  return buffer;
}

function unsigned(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(BigInt(value));
  return buffer;
}
