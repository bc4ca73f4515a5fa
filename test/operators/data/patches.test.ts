import { expect, test } from '@jest/globals';
import type { tf } from '../../../operators/tensor/tf.js';
import { clipsOf } from '../../../operators/clips/clips-of.js';
import { dataPatches } from '../../../operators/data/patches.js';
import { dataVideos } from '../../../operators/data/videos.js';
import { patchPyramid } from '../../../operators/patch/pyramid.js';
import { onEveryBackend } from '../../backends.js';
import { settingsOf, testContext } from '../../context.js';
import { mixedError } from '../../gradients.js';
import { fileClip, makeVideo, namedClips, scratchFolder } from '../clips/media-files.js';
import { greyCascade } from './sources.js';

const folder = scratchFolder();
const paths = [0, 1, 2].map((i) => `${folder}/${i}.mp4`);
for (const [i, path] of paths.entries()) {
  await makeVideo(path, `testsrc2=s=${40 + 8 * i}x32:r=10:d=${1.5 + i}`, ['-pix_fmt', 'yuv420p']);
}
const clips = clipsOf(
  paths.map((path, i) => fileClip(path, i === 0 ? {} : { captions: [`clip ${i}`], label: i })),
  ['a', 'b', 'c'],
);

onEveryBackend('patches cut from bytes', () => {
  test.each(['pick', 'average'] as const)(
    'are those of the whole videos (time: %s), for any batch size',
    async (time) => {
      const cascade = greyCascade({ time });
      const given = { cascade, cache: `${folder}/cache`, flip: 0.5, crop: 'random' as const };
      const context = testContext({ seed: 3 });
      const stage = await dataPatches.open(settingsOf(dataPatches.with, given), context);
      const whole = await dataVideos.open(settingsOf(dataVideos.with, given), context);
      const pyramid = await patchPyramid.open(settingsOf(patchPyramid.with, { cascade }), context);
      const batch = { clips, first: 0, size: 3 };
      const cut = await stage.next({ batch }, 0);
      const { video, ...facts } = await whole.next({ batch }, 0);
      expect(video.shape).toEqual([3, 8, 16, 16, 1]);
      const { patches, origins } = await pyramid.next({ video }, 0);
      expect(cut.origins).toEqual(origins);
      expect(facts).toEqual({ texts: cut.texts, condition: cut.condition, rates: cut.rates });
      expect(cut.rates).toEqual([10, 10, 10]);
      expect(cut.texts).toEqual([null, 'clip 1', 'clip 2']);
      expect(cut.condition).toMatchObject({ classes: [null, 1, 2] });
      patches.forEach((patch, level) => {
        expect(mixedError(cut.patches[level]?.dataSync() ?? [], patch.dataSync())).toBeLessThan(1e-6);
      });
      // one clip alone has the patches that it has in a batch
      const alone = await stage.next({ batch: { clips, first: 2, size: 1 } }, 0);
      expect(alone.patches.map((patch) => [...patch.dataSync()])).toEqual(
        cut.patches.map((patch) => [...patch.dataSync().subarray(2 * 32)]),
      );
      const all: tf.Tensor[] = [video, ...patches, ...cut.patches, ...alone.patches];
      for (const tensor of all) tensor.dispose();
      await stage.done?.();
      await whole.done?.();
      expect(context.warnings).toEqual([]);
    },
  );
});

test('channels that cannot be decoded are refused before a run, more classes than the cascade has at the first item', async () => {
  const settings = (cascade: ReturnType<typeof greyCascade>) =>
    settingsOf(dataPatches.with, { cascade, cache: `${folder}/cache` });
  expect(dataPatches.check?.(settings(greyCascade({ channels: 2 })), {}, [])).toMatchObject([{ code: 'E_CHANNELS' }]);
  const stage = await dataPatches.open(settings(greyCascade({ condition: { classes: 2 } })), testContext());
  await expect(stage.next({ batch: { clips, first: 0, size: 1 } }, 0)).rejects.toThrow(/E_DATA_CASCADE[^]*"c"/);
  await expect(stage.next({ batch: { clips: namedClips(2), first: 0, size: 1 } }, 0)).rejects.toThrow(
    /E_CLIPS[^]*there is no such file/,
  );
});
