import type { Context } from '../../dsl/index.js';
import type { Timing } from '../values/timing.js';
import type { Feed } from './encoding-arguments.js';
import { soundOf, soundOfFile, takesSound, type Sound } from './sound.js';
import type { Target } from './target.js';

/** Settings for the times and the sound of an output; `video.write` explains each of them. */
export interface Feeding {
  readonly fps: number;
  readonly times: 'keep' | 'constant';
  readonly audio: string;
  readonly pace: 'auto' | 'on' | 'off';
}

/** Frames per second of frames that do not come from a file. */
const USUAL_RATE = 24;
/** Containers in which all frames have the same duration. */
const CONSTANT = /\.(avi|y4m)$/i;

/**
 * How to pass frames to ffmpeg, given the timing of the first item: at the rate that is set, else at their own.
 * Warns once if this changes the speed of a video.
 */
export async function feedOf(
  timing: Timing | undefined,
  settings: Feeding,
  target: Target,
  context: Context,
): Promise<Feed> {
  const { fps, times, pace } = settings;
  const rate = fps > 0 ? fps : (timing?.rate ?? USUAL_RATE);
  const timed = fps === 0 && timing?.times !== undefined && target.kind !== 'images';
  const mustBeEven = CONSTANT.test(target.name);
  const evened = timed && (times === 'constant' || mustBeEven);
  const changed = fps > 0 && timing !== undefined && Math.abs(timing.rate / fps - 1) > 1e-3 && target.kind !== 'images';
  if (changed) {
    const [factor, word] = timing.rate > fps ? [timing.rate / fps, 'slower'] : [fps / timing.rate, 'faster'];
    context.warn(
      `these are frames of ${show(timing.rate)} per second: at fps: ${show(fps)} they play ${show(factor)} times ${word}, without their sound; without fps they keep their speed`,
    );
  }
  const sound = await soundFor(changed ? undefined : timing, settings, target, context);
  const paced = pace === 'on' || (pace === 'auto' && target.kind === 'live' && !target.name.startsWith('pipe:'));
  return { rate, timed, evened, paced, ...(sound && { sound }) };
}

async function soundFor(
  timing: Timing | undefined,
  { audio }: Feeding,
  target: Target,
  { signal, node }: Context,
): Promise<Sound | undefined> {
  if (audio === 'none') return undefined;
  if (audio !== 'keep') return soundOfFile(audio, target, `nodes.${node}.with.audio`, signal);
  return timing?.source !== undefined && takesSound(target) ? soundOf(timing.source, target, signal) : undefined;
}

const show = (number: number): string => `${Number(number.toFixed(3))}`;
