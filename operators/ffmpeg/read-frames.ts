import { cancelled, type Context } from '../../dsl/index.js';
import type { Frames } from '../values/frames.js';
import { Clock } from './clock.js';
import { Damage } from './damage.js';
import { Decoder } from './decoder.js';
import { decodingArguments, expectedFrames, type Decoding } from './decoding-arguments.js';
import { ffmpegInUse } from './ffmpeg.js';
import { inputOf } from './input.js';
import { passedOn } from './passed-on.js';
import { probe } from './probe.js';
import { checkRange } from './tone-mapped.js';

/** What to read; `video.read` explains each setting. */
export interface Reading extends Decoding {
  readonly path: string;
  readonly chunk: number;
  readonly damaged: 'refuse' | 'keep';
}

/**
 * The frames of a video, `chunk` of them per item, with their times. The node's progress counts them; an item's memory is used again when it is
 * recycled.
 *
 * fails as `video.read`, whose settings these are
 */
export async function* readFrames(settings: Reading, context: Context): AsyncGenerator<Frames> {
  const place = `nodes.${context.node}.with`;
  const { signal } = context;
  const input = await inputOf(settings.path, `${place}.path`);
  const clip = await probe(input, settings.path, `${place}.path`, signal);
  const ffmpeg = await ffmpegInUse();
  await checkRange(clip, settings.path, ffmpeg, context);
  const args = decodingArguments(settings, input, clip, ffmpeg);
  const clock = new Clock(input, settings, clip, context.warn);
  const damage = new Damage(settings, input, clip, context);
  const { chunk, channels } = settings;
  const pieces = input.animation?.pieces(settings.background);
  const total = expectedFrames(settings, clip);
  const advice = passedOn(settings);
  const reading = { channels: channels === 1 ? 1 : 3, chunk, expected: total, place, advice } as const;
  if (input.waitsFor !== undefined) context.note(`waiting for ${input.waitsFor}; Ctrl-C ends it`);
  const decoder = await Decoder.start(args, { ...reading, stdin: input.stdin, pieces, signal });
  try {
    let count = 0;
    for await (const { at, ...item } of decoder.frames()) {
      damage.next(at, decoder.complaints);
      count += item.count;
      context.progress(count, total);
      const timing = clock.of(at);
      // see the decoder for why `...` is last
      yield timing === undefined ? item : { timing, ...item };
    }
    await damage.end(decoder.complaints);
  } catch (error) {
    if (signal.aborted) throw cancelled();
    damage.failed(error, decoder.complaints);
  } finally {
    await decoder.stop();
  }
}
