import { HpdmError, cancelled, type FaultCode } from '../../dsl/index.js';
import { PACKETS, clipOf, type Clip } from './clip.js';
import type { Probed } from './probed.js';
import { askFfprobe, type Answer } from './ffprobe.js';
import type { Input } from './input.js';

/** Milliseconds within which an address must tell what it has. */
const ANSWER_MS = 20_000;
const OTHER_FFPROBE =
  'install ffmpeg with your system’s package manager, whose ffprobe is then taken; the one of npm ci is linked statically and cannot look up the names of hosts';

/**
 * Examine a video without decoding it; undefined if it can be read only once.
 *
 * @param path as the user wrote it, for messages
 * fails E_NOT_VIDEO (not a media file), E_NO_VIDEO (no video in it), E_NO_ANSWER (an address that cannot be reached),
 *       E_FFMPEG (ffprobe crashed)
 */
export async function probe(input: Input, path: string, place: string, signal: AbortSignal): Promise<Clip | undefined> {
  if (input.kind === 'live') return undefined;
  if (input.animation !== undefined) return input.animation.clip;
  const packets = [
    '-show_packets',
    '-show_entries',
    'packet=stream_index,pts_time',
    '-read_intervals',
    `%+#${PACKETS}`,
  ];
  // images have no rate
  const asked = ['-show_format', '-show_streams', ...(input.kind === 'images' ? [] : packets)];
  // a server that goes on saying nothing useful is not covered by the time-outs of ffmpeg
  const patience = AbortSignal.any([signal, ...(input.kind === 'url' ? [AbortSignal.timeout(ANSWER_MS)] : [])]);
  const began = performance.now();
  const answer = await askFfprobe([...asked, ...input.args], patience);
  const waitedMs = performance.now() - began;
  if (signal.aborted) throw cancelled();
  if (patience.aborted) throw noAnswer(`${path}: nothing for ${ANSWER_MS / 1000} s`, place);
  if (!('json' in answer)) {
    const { timeoutMs = Infinity } = input;
    if (waitedMs >= timeoutMs) throw noAnswer(`${path}: nothing for ${timeoutMs / 1000} s`, place);
    throw refused(answer, input, path, place);
  }
  const clip = clipOf(answer.json as Probed);
  if (clip !== undefined) return clip;
  const got = `${path}, which has none`;
  throw wrong('E_NO_VIDEO', place, 'a file with video frames', got, 'a longer clip, or another file');
}

function refused(answer: Exclude<Answer, { json: unknown }>, { kind }: Input, path: string, place: string): HpdmError {
  const { exit, said } = answer;
  if (exit.signal !== null) {
    return new HpdmError({
      code: 'E_FFMPEG',
      message: `ffprobe was ended by ${exit.signal}`,
      path: place,
      got: said || 'nothing on its stderr',
      try: kind === 'url' ? OTHER_FFPROBE : 'run again',
    });
  }
  const why = meaning(said);
  if (kind === 'url') return noAnswer(`${path}: ${why}`, place);
  const advice = 'check that it plays; a name ending in .mp4 does not make a video';
  return wrong('E_NOT_VIDEO', place, 'a video file', `${path}; ffmpeg says: ${why}`, advice);
}

const noAnswer = (got: string, place: string): HpdmError =>
  wrong(
    'E_NO_ANSWER',
    place,
    'an address that answers with a video',
    got,
    'check the address and the network, and that its server runs',
  );

/** The last line that gives a reason, without the address in front of it. */
const meaning = (said: string): string => {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  const last = lines.findLast((line) => !line.endsWith('Input/output error')) ?? lines.at(-1);
  return last?.replace(/^.*: (?=[A-Z][^:]*$)/, '') ?? 'nothing';
};

const wrong = (code: FaultCode, path: string, expected: string, got: string, advice: string): HpdmError =>
  new HpdmError({ code, path, expected, got, try: advice });
