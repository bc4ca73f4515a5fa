import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFrames, type Reading } from '../../../operators/ffmpeg/read-frames.js';
import { videoRead } from '../../../operators/video/read.js';
import { itemsOf, settingsOf, testContext } from '../../context.js';
import { children, faultOf, ffmpeg, scratch } from '../video/clips.js';

const { folder, remove } = scratch();
const path = join(folder, 'clip.mp4');
beforeAll(() => ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=48x32:rate=10:duration=4', '-pix_fmt', 'yuv420p', path));
afterAll(remove);

const reading = (given: Partial<Reading>): Reading => settingsOf(videoRead.with, { path, ...given });

describe('the frames of a video', () => {
  test('come in items, at their rate, and progress tells how many of how many', async () => {
    const context = testContext();
    const items = await itemsOf(readFrames(reading({ chunk: 15 }), context));
    expect(items.map(({ count }) => count)).toEqual([15, 15, 10]);
    expect(items.map(({ height, width, timing }) => [height, width, timing?.rate])).toEqual(
      items.map(() => [32, 48, 10]),
    );
    expect(context.progressed.at(-1)).toEqual([40, 40]);
  });

  test('leave no ffmpeg behind when nobody reads on', async () => {
    for await (const { count } of readFrames(reading({ chunk: 2 }), testContext())) {
      expect(count).toBe(2);
      break;
    }
    expect(children()).toEqual([]);
  });

  test('that are not there are an error, with the place of the setting', async () => {
    const failing = itemsOf(readFrames(reading({ path: join(folder, 'none.mp4') }), testContext()));
    const { code, message } = await faultOf(failing);
    expect(code).toBe('E_FILE_MISSING');
    expect(message).toContain('nodes.node.with.path');
  });
});
