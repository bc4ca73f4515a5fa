import { extname, join } from 'node:path';
import type { Target } from './target.js';

/**
 * How a file or playlist is written: `vod` gets its final name when it is complete; `event` grows under its final name from the first frame
 * on; `live` does too, and its playlist keeps only the newest segments.
 */
export type Mode = 'vod' | 'event' | 'live';

/** Length of a segment in seconds, and number of segments in a live playlist. */
const [SEGMENT_S, KEPT] = [2, 6];
/** A file that can be played while it grows. */
const FRAGMENTED = 'frag_keyframe+empty_moov+default_base_moof';

/** ffmpeg's arguments for the container of a target that is made in `folder`. */
export function containerArguments(target: Target, mode: Mode, folder: string): string[] {
  const { kind, name, codec, format } = target;
  if (kind === 'images') return ['-f', format ?? 'image2'];
  if (kind === 'playlist')
    return [...keyFrames(), ...(/\.mpd$/i.test(name) ? dash(target, mode) : hls(target, mode, folder))];
  const named = format === undefined ? [] : ['-f', format];
  if (kind === 'live') return format === 'mp4' ? [...named, '-movflags', FRAGMENTED] : named;
  const extension = extname(name).toLowerCase();
  const apple = /265|hevc/.test(codec) ? ['-tag:v', 'hvc1'] : [];
  if (['.mp4', '.m4v', '.mov'].includes(extension))
    return [...named, '-movflags', mode === 'vod' ? '+faststart' : FRAGMENTED, ...apple];
  // without an end, all pictures are repeated
  if (extension === '.apng') return [...named, '-f', 'apng', '-plays', '0'];
  if (extension === '.webp') return [...named, '-loop', '0'];
  if (extension === '.y4m') return ['-f', 'yuv4mpegpipe', '-strict', '-1'];
  return named;
}

/** Arguments that put a key frame at the start of every segment. */
const keyFrames = (): string[] => ['-force_key_frames', `expr:gte(t,n_forced*${SEGMENT_S})`];

function hls({ name }: Target, mode: Mode, folder: string): string[] {
  const kept = mode === 'live' ? KEPT : 0;
  const flags = ['independent_segments', 'temp_file', ...(mode === 'live' ? ['delete_segments'] : [])].join('+');
  return [
    ...['-f', 'hls', '-hls_time', `${SEGMENT_S}`, '-hls_list_size', `${kept}`, '-hls_flags', flags],
    ...(mode === 'live' ? [] : ['-hls_playlist_type', mode]),
    ...['-hls_segment_filename', pattern(folder, name.replace(/\.m3u8$/i, '-%05d.ts'))],
  ];
}

function dash({ name }: Target, mode: Mode): string[] {
  const stem = name.replace(/\.mpd$/i, '').replaceAll('$', '$$$$');
  return [
    ...['-f', 'dash', '-seg_duration', `${SEGMENT_S}`, '-use_template', '1', '-use_timeline', '1'],
    ...['-init_seg_name', `${stem}-init_$RepresentationID$.m4s`],
    ...['-media_seg_name', `${stem}-$RepresentationID$_$Number%05d$.m4s`],
    ...(mode === 'live' ? ['-window_size', `${KEPT}`, '-extra_window_size', '2'] : []),
  ];
}

/** The output of ffmpeg, its last argument. */
export function outputArguments({ kind, name }: Target, folder: string): string[] {
  if (kind === 'live') return [name];
  return [kind === 'images' ? pattern(folder, name) : `file:${join(folder, name)}`];
}

/** The path of a numbered name, in which percent signs of the folder do not count as numbers. */
const pattern = (folder: string, name: string) => `file:${join(folder.replaceAll('%', '%%'), name)}`;
