import { readSafetensorsHeader } from '../disk/safetensors.js';
import { formatHeader, type SafetensorsHeader } from '../disk/safetensors-header.js';

/** Decoded frames in a file. */
export interface StoredClip {
  readonly file: string;
  /** [frames, height, width, channels], uint8 */
  readonly shape: readonly [number, number, number, number];
  /** Frames per second; undefined if it is not known. */
  readonly rate?: number;
  /** What was said of damaged parts of the original. */
  readonly damage?: string;
}

/** Bytes before the frames. The header is as long for every clip, because it is written when the number of frames is known. */
export const HEADER_BYTES = 512;
const TENSOR = 'frames';

/** The first bytes of a file of decoded frames: the header of a safetensors file with one U8 tensor, `frames` [F, H, W, C]. */
export function formatStoredHeader({ file, shape, rate, damage }: StoredClip): Uint8Array {
  const length = shape.reduce((product, size) => product * size, 1);
  const metadata = {
    ...(rate === undefined ? {} : { rate: `${rate}` }),
    ...(damage === undefined ? {} : { damage: damage.replaceAll(/[^ -~]/g, '?').slice(0, 120) }),
  };
  const header = formatHeader({ tensors: { [TENSOR]: { dtype: 'U8', shape, offsets: [0, length] } }, metadata }, file);
  const padded = Buffer.alloc(HEADER_BYTES, ' ');
  padded.set(header);
  padded.writeBigUInt64LE(BigInt(HEADER_BYTES - 8));
  return padded;
}

/** A decoded file, or undefined if there is none or it is damaged. */
export function readStored(file: string): StoredClip | undefined {
  const header = headerOf(file);
  const [frames, height, width, channels] = header?.tensors[TENSOR]?.shape ?? [];
  if (header === undefined || !frames || !height || !width || !channels) return undefined;
  const { rate, damage } = header.metadata;
  return {
    file,
    shape: [frames, height, width, channels],
    ...(rate === undefined ? {} : { rate: Number(rate) }),
    ...(damage === undefined ? {} : { damage }),
  };
}

function headerOf(file: string): SafetensorsHeader | undefined {
  try {
    return readSafetensorsHeader(file);
  } catch {
    return undefined;
  }
}
