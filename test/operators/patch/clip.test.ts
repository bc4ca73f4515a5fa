import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Settings } from '../../../dsl/index.js';
import { patchClip } from '../../../operators/patch/clip.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { itemsOf, settingsOf, testContext } from '../../context.js';
import { children, faultOf, ffmpeg, scratch } from '../video/clips.js';

const { folder, remove } = scratch();
const path = join(folder, 'clip.mp4');
beforeAll(() => ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=48x32:rate=10:duration=4', '-pix_fmt', 'yuv420p', path));
afterAll(remove);

type Given = Partial<Settings<typeof patchClip.with>>;
const settings = (given: Given) =>
  settingsOf(patchClip.with, { cascade: smallCascade({ channels: 3 }), path, ...given });

const clipsOf = (given: Given, context = testContext()) => itemsOf(patchClip.run({}, settings(given), context, 0));

onTensorflow('patch.clip', () => {
  test.each([
    // eight frames of the last level, or four of the one before it, last as long as what is read
    [{ frames: 16 }, 16, 8 / 1.6],
    [{ frames: 100 }, 40, 8 / 4],
    [{ frames: 100, until: 1 }, 40, 4 / 4],
    [{ frames: 100, start: 3 }, 10, 8],
    [{ frames: 100, fps: 5 }, 20, 8 / 4],
  ])('%o: reads as many frames as there are and are asked for', async (given, count, rate) => {
    const [{ clip } = { clip: undefined }, ...more] = await clipsOf(given);
    expect(more).toEqual([]);
    expect(clip?.count).toBe(count);
    expect(clip?.timing?.rate).toBeCloseTo(rate, 6);
    clip?.close();
  });

  test('says what of the clip is not used, and where it is cropped', async () => {
    const notes: string[] = [];
    const context = testContext({ note: (text) => notes.push(text) });
    for (const given of [{ frames: 16 }, { frames: 100 }, { frames: 5, start: 1 }])
      (await clipsOf(given, context)).forEach(({ clip }) => clip.close());
    const cropped = expect.stringMatching(/clip\.mp4 is cropped from 48×32 to the shape of/);
    expect(notes).toEqual([
      ...[expect.stringMatching(/^of the 4 s of .*clip\.mp4 the first 1\.6 s are used, 16 frames$/), cropped],
      cropped,
      ...[expect.stringMatching(/^of the 3 s of .*clip\.mp4 from 1 s on the first 0\.5 s are used/), cropped],
    ]);
  });

  test('a single picture has the rate of clips, and shows white where it is transparent', async () => {
    const picture = join(folder, 'one.png');
    await ffmpeg('-f', 'lavfi', '-i', 'color=black@0:s=32x32,format=rgba', '-frames:v', '1', picture);
    const [{ clip } = { clip: undefined }] = await clipsOf({ path: picture, still: 5 });
    expect(clip?.count).toBe(1);
    expect(clip?.timing?.rate).toBe(5);
    const frame = clip?.frames(0, [0]);
    expect(Math.min(...(frame?.dataSync() ?? []))).toBeCloseTo(1, 5);
    frame?.dispose();
    clip?.close();
  });

  test('leaves no ffmpeg behind when it is cancelled', async () => {
    const cancel = new AbortController();
    const failing = clipsOf({ frames: 40 }, testContext({ signal: cancel.signal, progress: () => cancel.abort() }));
    await expect(failing).rejects.toMatchObject({ code: 'E_CANCELLED' });
    expect(children()).toEqual([]);
  });

  test('says what is wrong with a file', async () => {
    expect((await faultOf(clipsOf({ path: join(folder, 'none.mp4') }))).code).toBe('E_FILE_MISSING');
    expect((await faultOf(clipsOf({ start: 9 }))).code).toBe('E_NO_FRAMES');
  });
});

describe('what cannot be', () => {
  test('is refused: levels that are not there, and colours where the cascade has latents', () => {
    const codes = (given: Given) => patchClip.check?.(settings(given), {}, []).map(({ code }) => code);
    expect(codes({})).toEqual([]);
    expect(codes({ level: 3 })).toEqual(['E_LEVEL']);
    expect(codes({ until: 3 })).toEqual(['E_LEVEL']);
    expect(codes({ cascade: smallCascade({ channels: 4 }) })).toEqual(['E_CHANNELS']);
    expect(codes({ cascade: smallCascade({ channels: 1 }) })).toEqual([]);
  });

  test('is found by check: a file that is not there', async () => {
    const checking = Promise.resolve(patchClip.checkFiles?.(settings({ path: join(folder, 'none.mp4') })));
    expect((await faultOf(checking)).message).toContain('with.path');
  });
});
