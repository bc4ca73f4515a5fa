import type { Clip } from './clip.js';

/** Whether a clip is a playlist with segments in files of their own (HLS, DASH), of which ffmpeg passes over those that it cannot open. */
export const isPlaylist = (clip: Clip | undefined): boolean => /^(hls|dash)\b/.test(clip?.format ?? '');
