import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { fc } from '../fc.js';
import { int, load, open, pure, registryOf, type HpdmError, type PipelineDocument } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { video } from '../../operators/values/video.js';
import { tf } from '../../operators/tensor/tf.js';
import { children, ffmpeg, scratch } from '../operators/video/clips.js';

const FRAMES = 240;

/** Passes videos on, and throws at one of them. */
const brittle = (at: number) => {
  let seen = 0;
  return pure({
    id: 'test.brittle',
    summary: 'Throws at one item',
    in: { video: video('B', 'F', 'H', 'W', 'C') },
    with: { place: int('which of the brittle nodes this is', { default: 0 }) },
    out: { video: video('B', 'F', 'H', 'W', 'C') },
    run: ({ video }) => {
      if (++seen === at) throw new Error('enough');
      return { video };
    },
  });
};

/** Bytes to tensors and back, with two ffmpegs at the ends, two readers of one output, and brittle nodes between. */
const documentOf = (folder: string): PipelineDocument => ({
  hpdm: 1,
  nodes: {
    read: { op: 'video.read', with: { path: join(folder, 'in.mp4'), chunk: 2 } },
    tensor: { op: 'video.tensor', in: { frames: 'read.frames' } },
    first: { op: 'test.brittle', in: { video: 'tensor.video' } },
    second: { op: 'test.brittle', in: { video: 'first.video' }, with: { place: 1 } },
    frames: { op: 'video.frames', in: { video: 'second.video' } },
    file: {
      op: 'video.write',
      in: { frames: 'frames.frames' },
      with: { path: join(folder, 'out.mp4'), preset: 'ultrafast' },
    },
    sheet: { op: 'image.sheet', in: { videos: ['second.video'] }, with: { path: join(folder, 'sheet.png') } },
  },
});

/** End runs at random: cancelled after some time, or by a node that throws at some item. Nothing may stay behind. */
export async function endAtRandom(runs: number): Promise<void> {
  const { folder, remove } = scratch();
  try {
    await ffmpeg('-f', 'lavfi', '-i', `testsrc=size=64x48:rate=25:duration=${FRAMES / 25}`, join(folder, 'in.mp4'));
    const ending = fc.oneof(
      fc.record({ kind: fc.constant('cancel' as const), afterMs: fc.nat(200) }),
      fc.record({ kind: fc.constant('throw' as const), at: fc.integer({ min: 1, max: FRAMES }) }),
    );
    const property = fc.asyncProperty(ending, (how) => endOnce(folder, how));
    await fc.assert(property, { numRuns: runs, endOnFailure: true });
  } finally {
    remove();
  }
}

type Ending = { readonly kind: 'cancel'; readonly afterMs: number } | { readonly kind: 'throw'; readonly at: number };

async function endOnce(folder: string, how: Ending): Promise<void> {
  const before = tf.memory().numTensors;
  const cancel = new AbortController();
  const known = registryOf([...Object.values(operators), brittle(how.kind === 'throw' ? how.at : 0)]);
  const running = await open(await load(documentOf(folder), {}, known), { signal: cancel.signal });
  const timer = how.kind === 'cancel' ? setTimeout(() => cancel.abort(), how.afterMs) : undefined;
  const failure = await running.finished.then(
    () => undefined,
    (error: unknown) => error as HpdmError,
  );
  clearTimeout(timer);
  expect(failure?.exitCode).toBe(how.kind === 'cancel' ? 130 : 3);
  expect(tf.memory().numTensors).toBe(before);
  expect(children()).toEqual([]);
  expect(readdirSync(folder)).toEqual(['in.mp4']);
}
