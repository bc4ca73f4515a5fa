import type { FaultCode } from '../../dsl/index.js';

/** Why ffmpeg could not decode an input, by its messages. */
export interface Failure {
  /** E_FFMPEG: for a reason that is not in the input, such as a filter that it does not know. */
  readonly code: Extract<FaultCode, 'E_DAMAGED' | 'E_NOT_VIDEO' | 'E_NO_VIDEO' | 'E_FFMPEG'>;
  /** The messages that give a reason; empty if there is none. */
  readonly said: string;
}

/** The first reason whose words are found; newer and older versions of ffmpeg say it in different ways. */
const REASONS: readonly (readonly [Failure['code'], RegExp])[] = [
  ['E_DAMAGED', /Cannot determine format of input|Decode error rate/],
  ['E_NOT_VIDEO', /^(\[in#.* Error opening input|(?!\[|Error)[^\n]*): Invalid data found when processing input$/m],
  ['E_NO_VIDEO', /matches no streams/],
  ['E_DAMAGED', /Invalid data found when processing input/],
];
/** Messages that only say which part of ffmpeg ended after a failure elsewhere. */
const CONSEQUENCE =
  /Task finished with error|Terminating thread|before EOF|after EOF|Nothing was written|Decode error rate|Error (while )?filtering|Error marking filters|Error sending frames to consumers|^Error opening (in|out)put files?|Conversion failed/;
/** Most messages to repeat of an input, which may have many. */
const MOST = 3;

/** The messages of an ffmpeg that failed without those that only follow from others, each once. */
export const reasonsIn = (complaints: string): readonly string[] => [
  ...new Set(complaints.split('\n').filter((line) => line.trim() !== '' && !CONSEQUENCE.test(line))),
];

/** Find the reason in the messages of an ffmpeg that failed. */
export function whyFailed(complaints: string): Failure {
  const code = REASONS.find(([, words]) => words.test(complaints))?.[0] ?? 'E_FFMPEG';
  return { code, said: reasonsIn(complaints).slice(-MOST).join('\n            ') };
}
