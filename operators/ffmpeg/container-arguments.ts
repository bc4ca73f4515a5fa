import { extname, join } from 'node:path';
import { imagePattern } from './image-pattern.js';
import { segmentStem, type Target } from './target.js';

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
  const extension = extname(name).toLowerCase();
  const called = format ?? (kind === 'live' ? '' : extension.slice(1));
  if (['mp4', 'm4v', 'mov'].includes(called)) {
    // what ffmpeg usually writes as .m4v takes H.264 and MPEG-4 only
    const other = called === 'm4v' && !/264|mpeg4/.test(codec) ? ['-f', 'mp4'] : named;
    return [...other, '-movflags', mode === 'vod' && kind === 'file' ? '+faststart' : FRAGMENTED, ...apple(codec)];
  }
  if (kind === 'live') return named;
  // without an end, all pictures are repeated
  if (extension === '.apng') return [...named, '-f', 'apng', '-plays', '0'];
  if (extension === '.webp') return [...named, '-loop', '0'];
  if (extension === '.y4m') return ['-f', 'yuv4mpegpipe', '-strict', '-1'];
  return named;
}

/** The tag of H.265 in mp4 that Apple's players know. */
const apple = (codec: string): string[] => (/265|hevc/.test(codec) ? ['-tag:v', 'hvc1'] : []);

/** Arguments that put a key frame at the start of every segment. */
const keyFrames = (): string[] => ['-force_key_frames', `expr:gte(t,n_forced*${SEGMENT_S})`];

function hls({ name, codec }: Target, mode: Mode, folder: string): string[] {
  const stem = segmentStem(name);
  // MPEG-TS has no place for newer codecs, and Apple plays H.265 from mp4 only
  const fragments = /264|mpeg[12]/.test(codec)
    ? []
    : ['-hls_segment_type', 'fmp4', '-hls_fmp4_init_filename', `${stem}-init.m4s`, ...apple(codec)];
  const kept = mode === 'live' ? KEPT : 0;
  const flags = ['independent_segments', 'temp_file', ...(mode === 'live' ? ['delete_segments'] : [])].join('+');
  return [
    ...['-f', 'hls', '-hls_time', `${SEGMENT_S}`, '-hls_list_size', `${kept}`, '-hls_flags', flags],
    ...(mode === 'live' ? [] : ['-hls_playlist_type', mode]),
    ...fragments,
    ...['-hls_segment_filename', imagePattern(folder, `${stem}-%05d.${fragments.length > 0 ? 'm4s' : 'ts'}`)],
  ];
}

function dash({ name, codec }: Target, mode: Mode): string[] {
  const stem = segmentStem(name);
  return [
    ...['-f', 'dash', '-seg_duration', `${SEGMENT_S}`, '-use_template', '1', '-use_timeline', '1'],
    ...apple(codec),
    ...['-init_seg_name', `${stem}-init_$RepresentationID$.m4s`],
    ...['-media_seg_name', `${stem}-$RepresentationID$_$Number%05d$.m4s`],
    ...(mode === 'live' ? ['-window_size', `${KEPT}`, '-extra_window_size', '2'] : []),
  ];
}

/** The output of ffmpeg, its last argument. */
export function outputArguments({ kind, name }: Target, folder: string): string[] {
  if (kind === 'live') return [name];
  return [kind === 'images' ? imagePattern(folder, name) : `file:${join(folder, name)}`];
}
