import { compare, type Installed } from './installed.js';

/** libavformat of ffmpeg 5.0; before, `-timeout` of RTSP meant how long to listen, and `-stimeout` how long to wait for a server. */
const RENAMED = [59];

/** The arguments of an ffmpeg or ffprobe with the names that its version has for them. */
export function asNamed({ library }: Pick<Installed, 'library'>, args: readonly string[]): readonly string[] {
  if (compare(library, RENAMED) >= 0) return args;
  const waitsForRtsp = (at: number): boolean => args[at + 2] === '-i' && /^rtsps?:/i.test(args[at + 3] ?? '');
  return args.map((arg, at) => (arg === '-timeout' && waitsForRtsp(at) ? '-stimeout' : arg));
}
