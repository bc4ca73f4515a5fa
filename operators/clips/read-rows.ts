import { open, type FileHandle } from 'node:fs/promises';
import { HEADER_BYTES, type StoredClip } from './stored-clip.js';

/** Rows [from, to) of a decoded clip. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Rows of one frame, each whole. */
export interface Rows {
  /** Number of the first row. */
  readonly from: number;
  readonly data: Uint8Array;
}

/** A piece of the file that is read at once, and the frames in it. */
interface Piece {
  readonly begin: number;
  end: number;
  readonly frames: [frame: number, begin: number, rows: RowRange][];
}

/** Bytes between two pieces that are read along, because a second read costs more. */
const ALONG = 1 << 16;

/**
 * Read rows of frames from a decoded clip, and little else of the file.
 *
 * @param wanted the rows by number of the frame
 */
export async function readRows(
  clip: StoredClip,
  wanted: ReadonlyMap<number, RowRange>,
): Promise<ReadonlyMap<number, Rows>> {
  const file = await open(clip.file, 'r');
  try {
    const pieces = await Promise.all(piecesOf(clip, wanted).map((piece) => readPiece(file, piece)));
    return new Map(pieces.flat());
  } finally {
    await file.close();
  }
}

function piecesOf({ shape: [, height, width, channels] }: StoredClip, wanted: ReadonlyMap<number, RowRange>): Piece[] {
  const line = width * channels;
  const pieces: Piece[] = [];
  for (const [frame, rows] of [...wanted].sort(([a], [b]) => a - b)) {
    const begin = HEADER_BYTES + (frame * height + rows.from) * line;
    const end = HEADER_BYTES + (frame * height + rows.to) * line;
    const last = pieces.at(-1);
    if (last !== undefined && begin - last.end <= ALONG) {
      last.end = end;
      last.frames.push([frame, begin, rows]);
    } else pieces.push({ begin, end, frames: [[frame, begin, rows]] });
  }
  return pieces.map((piece) => piece);
}

async function readPiece(file: FileHandle, { begin, end, frames }: Piece): Promise<[number, Rows][]> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(end - begin), 0, end - begin, begin);
  if (bytesRead < end - begin) throw new Error('a decoded clip became shorter while it was in use');
  return frames.map(([frame, at, { from }], i) => {
    const next = frames[i + 1]?.[1] ?? end;
    return [frame, { from, data: buffer.subarray(at - begin, next - begin) }];
  });
}
