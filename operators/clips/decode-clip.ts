import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HpdmError, cancelled, type FaultCode } from '../../dsl/index.js';
import { temporaryName } from '../disk/sweep-abandoned.js';
import { writeError } from '../disk/write-error.js';
import type { Clip } from '../values/clips.js';
import { decodeVideo } from './decode-video.js';
import type { Decoding } from './decoding.js';
import { isForSharp } from './media-of.js';
import { formatStoredHeader, HEADER_BYTES, type StoredClip } from './stored-clip.js';

/** A decoded clip, or why it cannot be read. */
export type Found = { readonly stored: StoredClip } | { readonly reason: string };

/** A clip to decode, and where to. */
export interface Work {
  readonly clip: Clip;
  readonly decoding: Decoding;
  /** The folder of decoded clips. */
  readonly folder: string;
  /** The file inside it. */
  readonly file: string;
}

/** What the temporary files are called. */
export const TEMPORARY = 'clip';
/** Faults of one clip; with any other fault, nothing can be decoded. */
const OF_A_CLIP: readonly FaultCode[] = ['E_NOT_VIDEO', 'E_NO_VIDEO', 'E_NO_FRAMES', 'E_FFMPEG', 'E_HDR'];

/**
 * Decode a clip into a file, which is complete or absent.
 *
 * fails E_DISK_FULL, E_OUTPUT_WRITE, E_CANCELLED, and as `findFfmpeg` does
 */
export async function decodeClip(work: Work, signal: AbortSignal): Promise<Found> {
  if (signal.aborted) throw cancelled();
  const { folder, file } = work;
  const temporary = join(folder, temporaryName(TEMPORARY));
  try {
    await mkdir(dirname(file), { recursive: true });
    const found = await write(work, temporary, signal);
    if ('reason' in found) await rm(temporary, { force: true });
    else await rename(temporary, file);
    return found;
  } catch (error) {
    await rm(temporary, { force: true });
    throw writeError(error, folder);
  }
}

async function write(work: Work, temporary: string, signal: AbortSignal): Promise<Found> {
  const handle = await open(temporary, 'wx');
  try {
    await handle.writeFile(new Uint8Array(HEADER_BYTES));
    const stored = { ...(await fill(work, handle, signal)), file: work.file };
    if (stored.shape[0] === 0) return { reason: 'it has no frames in the part that is asked for' };
    await handle.write(formatStoredHeader(stored), 0, HEADER_BYTES, 0);
    await handle.sync();
    return { stored };
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    return { reason };
  } finally {
    await handle.close();
  }
}

/** Write the frames after the header. */
async function fill(
  { clip, decoding }: Work,
  handle: FileHandle,
  signal: AbortSignal,
): Promise<Omit<StoredClip, 'file'>> {
  if (await isForSharp(clip)) {
    // sharp takes long to load
    const { decodeImage } = await import('./decode-image.js');
    const pixels = await decodeImage(clip, decoding).catch((error: unknown) => {
      throw new UnreadableImage((error as Error).message);
    });
    await handle.writeFile(pixels.data);
    return { shape: pixels.shape, ...(pixels.rate === undefined ? {} : { rate: pixels.rate }) };
  }
  const { height, width, ...more } = await decodeVideo(clip, decoding, handle.fd, signal);
  const { channels } = decoding;
  const frames = ((await handle.stat()).size - HEADER_BYTES) / (height * width * channels);
  return { shape: [Math.floor(frames), height, width, channels], ...more };
}

/** What sharp says of a picture that it cannot read. */
class UnreadableImage extends Error {}

/** Why a clip cannot be read; undefined if the error is not about this clip. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof UnreadableImage) return error.message.split('\n')[0] ?? error.message;
  if (!(error instanceof HpdmError) || !(OF_A_CLIP as readonly string[]).includes(error.code)) return undefined;
  if (error.code === 'E_NO_VIDEO') return 'it holds no video';
  const { got = error.message } = error.faults[0] ?? {};
  return got.split('\n').at(-1)?.trim() ?? got;
}
