import { extname } from 'node:path';
import { HpdmError } from '../../dsl/index.js';
import type { Recording } from '../values/timing.js';
import type { Probed } from './probed.js';
import { askFfprobe } from './ffprobe.js';
import type { Target } from './target.js';

/** The sound of an output: ffmpeg's arguments for its input and its encoder. */
export interface Sound {
  readonly input: readonly string[];
  readonly codec: readonly string[];
}

/** Per container, the codecs that are copied and the codec for all others. A container that is not listed gets no sound. */
const CONTAINERS: Readonly<Record<string, { readonly takes: readonly string[] | 'all'; readonly else: string }>> = {
  mp4: { takes: ['aac', 'mp3', 'ac3', 'eac3', 'alac'], else: 'aac' },
  mkv: { takes: 'all', else: 'aac' },
  webm: { takes: ['opus', 'vorbis'], else: 'libopus' },
  ts: { takes: ['aac', 'mp3', 'ac3', 'eac3', 'mp2'], else: 'aac' },
  flv: { takes: ['aac', 'mp3'], else: 'aac' },
  avi: { takes: ['mp3', 'ac3', 'pcm_s16le'], else: 'aac' },
};
/** Other names of these containers, by extension or by ffmpeg's format. */
const ALIASES: Readonly<Record<string, string>> = {
  ...{ m4v: 'mp4', mov: 'mp4', mpd: 'mp4', matroska: 'mkv', nut: 'mkv' },
  ...{ m3u8: 'ts', mpegts: 'ts', rtp_mpegts: 'ts' },
};

const containerOf = ({ kind, name, format }: Target) => {
  if (kind === 'images') return undefined;
  const called = format ?? extname(name).slice(1).toLowerCase();
  const container = ALIASES[called] ?? called;
  return Object.hasOwn(CONTAINERS, container) ? CONTAINERS[container] : undefined;
};

/** Whether a target can have sound. */
export const takesSound = (target: Target): boolean => containerOf(target) !== undefined;

/** The sound of a recording for a target: copied if the container allows its codec, else encoded again; undefined if there is none. */
export async function soundOf(recording: Recording, target: Target, signal: AbortSignal): Promise<Sound | undefined> {
  const container = containerOf(target);
  if (container === undefined) return undefined;
  const answer = await askFfprobe(['-show_streams', '-select_streams', 'a:0', ...recording.args], signal);
  const codec = 'json' in answer ? (answer.json as Probed).streams?.[0]?.codec_name : undefined;
  if (codec === undefined) return undefined;
  const asItIs = container.takes === 'all' || container.takes.includes(codec);
  const { start, length, args } = recording;
  const cut = [...(start > 0 ? ['-ss', `${start}`] : []), ...(length === undefined ? [] : ['-t', `${length}`])];
  // ffmpeg jumps to where the picture can be decoded; copied sound from there to the start would shift the picture
  const copy = ['copy', ...(start > 0 ? ['-copypriorss:a', '0'] : [])];
  return { input: [...cut, ...args], codec: ['-c:a', ...(asItIs ? copy : [container.else])] };
}

/** The sound of a user's file; fails E_NO_SOUND if it has none. */
export async function soundOfFile(file: string, target: Target, place: string, signal: AbortSignal): Promise<Sound> {
  const sound = await soundOf({ args: ['-i', `file:${file}`], start: 0 }, target, signal);
  if (sound !== undefined) return sound;
  const expected = takesSound(target) ? 'a file with sound' : 'an output that can have sound: .mp4, .mkv, .webm …';
  const got = takesSound(target) ? `${file}, which has none or is not there` : target.name;
  throw new HpdmError({ code: 'E_NO_SOUND', path: place, expected, got, try: 'audio: none' });
}
