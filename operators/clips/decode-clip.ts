import { HpdmError, cancelled, type FaultCode } from '../../dsl/index.js';
import type { Clip } from '../values/clips.js';
import { ClipFile } from './clip-file.js';
import type { Decoding } from './decoding.js';
import { examineVideo } from './examine-video.js';
import { isForSharp } from './media-of.js';
import { storeVideos } from './store-videos.js';
import type { StoredClip } from './stored-clip.js';

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

/** Faults of one clip; with any other fault, nothing can be decoded. */
const OF_A_CLIP: readonly FaultCode[] = ['E_NOT_VIDEO', 'E_NO_VIDEO', 'E_NO_FRAMES', 'E_FFMPEG', 'E_HDR'];

/**
 * Decode a clip into a file, which is complete or absent.
 *
 * fails E_DISK_FULL, E_OUTPUT_WRITE, E_CANCELLED, and as `findFfmpeg` does
 */
export async function decodeClip(work: Work, signal: AbortSignal): Promise<Found> {
  if (signal.aborted) throw cancelled();
  try {
    return foundOf((await isForSharp(work.clip)) ? await storeImage(work) : await storeVideo(work, signal));
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    return { reason };
  }
}

/** What was found of a clip that could be read; undefined if it had no frames. */
export const foundOf = (stored: StoredClip | undefined): Found =>
  stored === undefined ? { reason: 'it has no frames in the part that is asked for' } : { stored };

async function storeImage({ clip, decoding, folder, file }: Work): Promise<StoredClip | undefined> {
  // sharp takes long to load
  const { decodeImage } = await import('./decode-image.js');
  const { shape, data, rate } = await decodeImage(clip, decoding).catch((error: unknown) => {
    throw new UnreadableImage((error as Error).message);
  });
  const [, height, width, channels] = shape;
  const begun = await ClipFile.begin(folder, file);
  await begun.write(data);
  return begun.complete({ height, width, channels, ...(rate === undefined ? {} : { rate }) });
}

async function storeVideo(work: Work, signal: AbortSignal): Promise<StoredClip | undefined> {
  const video = await examineVideo(work.clip, work.decoding, signal);
  const [stored] = await storeVideos([{ ...work, video }], signal);
  return stored;
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
