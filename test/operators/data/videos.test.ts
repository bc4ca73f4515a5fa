import { expect, test } from '@jest/globals';
import { clipsOf } from '../../../operators/clips/clips-of.js';
import { dataVideos } from '../../../operators/data/videos.js';
import { settingsOf, testContext } from '../../context.js';
import { fileClip, greyWebp, put, scratchFolder } from '../clips/media-files.js';
import { greyCascade } from './sources.js';

const folder = scratchFolder();

test('whole videos have the bytes of the clips as numbers in [-1, 1]; a picture is repeated', async () => {
  const moving = fileClip(put(folder, 'a.webp', await greyWebp([0, 51, 102, 153, 204, 255, 0, 51, 102], 16, 16)));
  const still = fileClip(put(folder, 'b.webp', await greyWebp([255], 16, 16)), { still: true });
  const given = { cascade: greyCascade(), cache: `${folder}/cache`, start: 'first' as const };
  const stage = await dataVideos.open(settingsOf(dataVideos.with, given), testContext());
  const { video } = await stage.next({ batch: { clips: clipsOf([moving, still]), first: 0, size: 2 } }, 0);
  const values = video.dataSync();
  const frame = (k: number): number => Number(values[k * 256]?.toFixed(4));
  expect(Array.from({ length: 10 }, (_, k) => frame(k))).toEqual([-1, -0.6, -0.2, 0.2, 0.6, 1, -1, -0.6, 1, 1]);
  video.dispose();
  await stage.done?.();
});

test.each(['replace', 'skip'] as const)(
  'unusable: %s — a clip that cannot be read takes its caption with it, and no other caption moves',
  async (unusable) => {
    const clips = await Promise.all(
      [10, 20, undefined, 40, undefined].map(async (value, i) => {
        const name = `${unusable}-${i}.webp`;
        const file = put(folder, name, value === undefined ? `noise ${i}` : await greyWebp([value], 16, 16));
        return fileClip(file, { captions: [`caption ${value}`, 'another wording'], still: true });
      }),
    );
    const given = { cascade: greyCascade(), cache: `${folder}/cache`, wording: 'first' as const, unusable };
    const context = testContext();
    const stage = await dataVideos.open(settingsOf(dataVideos.with, given), context);
    const { video, texts } = await stage.next({ batch: { clips: clipsOf(clips), first: 0, size: 5 } }, 0);
    const [B, ...shape] = video.shape;
    const values = video.dataSync();
    const length = shape.reduce((a, b) => a * b, 1);
    const shown = Array.from({ length: B }, (_, b) => Math.round(((values[b * length] ?? NaN) + 1) * 127.5));
    expect(shown).toEqual(unusable === 'skip' ? [10, 20, 40] : [10, 20, 40, 40, 10]);
    expect(texts).toEqual(shown.map((value) => `caption ${value}`));
    video.dispose();
    // of a batch in which none can be read, one is shown all the same
    const alone = await stage.next({ batch: { clips: clipsOf(clips), first: 4, size: 1 } }, 1);
    expect([alone.video.shape[0], alone.texts]).toEqual([1, ['caption 10']]);
    alone.video.dispose();
    await stage.done?.();
    expect(context.warnings.at(-1)).toMatch(/cannot be read: 2 of 5/);
  },
);
