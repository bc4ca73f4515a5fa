import type { Probed, Stream } from './probed.js';

/**
 * The length of a video in seconds as its file states it before the frames, so that a missing end can be noticed; undefined where a format
 * states none, such as MPEG-TS, raw videos and YUV4MPEG.
 */
export function statedSeconds(stream: Stream, format: Probed['format'], rate?: number): number | undefined {
  const named = format?.format_name ?? '';
  if (named === 'avi') return rate === undefined ? undefined : positive(Number(stream.nb_frames) / rate);
  if (named === 'flv') return positive(Number(format?.duration));
  if (/\bmp4\b/.test(named)) return positive(Number(stream.duration));
  const [, hours, minutes, seconds] = /^(\d+):(\d+):([\d.]+)$/.exec(stream.tags?.['DURATION'] ?? '') ?? [];
  if (seconds === undefined) return undefined;
  const end = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return positive(end - Number(stream.start_time ?? 0));
}

const positive = (seconds: number): number | undefined => (seconds > 0 ? seconds : undefined);
