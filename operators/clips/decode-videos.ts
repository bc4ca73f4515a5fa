import { rawArguments } from '../ffmpeg/decoding-arguments.js';
import { ffmpegInUse, startFfmpeg } from '../ffmpeg/ffmpeg.js';
import type { ExaminedVideo } from './examine-video.js';

/**
 * Decode videos with one ffmpeg, which writes the frames itself to open files, so that decoding goes on while this process computes.
 *
 * @param files numbers of the files, one per video, which are written from their present positions on
 * @returns what ffmpeg said, of damaged parts for instance
 * fails E_FFMPEG, E_DISK_FULL, E_CANCELLED
 */
export async function decodeVideos(
  videos: readonly ExaminedVideo[],
  files: readonly number[],
  signal: AbortSignal,
): Promise<string> {
  const parts = videos.map(({ part }) => part);
  const child = await startFfmpeg(rawArguments(parts, await ffmpegInUse()), { files, signal });
  await child.finish();
  return child.stderr;
}
