import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import sharp from 'sharp';
import { imageGallery } from '../../../operators/image/gallery.js';
import { settingsOf, testContext } from '../../context.js';
import { scratch } from '../video/clips.js';

const { folder, remove } = scratch();
afterAll(remove);
beforeAll(() => tf.setBackend('cpu'));

/** Videos of one grey each, [B, F, size, size, C]. */
const greys = (values: number[], size: number, channels = 3): tf.Tensor5D =>
  tf.concat(values.map((value) => tf.fill<tf.Rank.R5>([1, 4, size, size, channels], value)));
const open = (path: string, more = {}, context = testContext()) =>
  Promise.resolve(imageGallery.open(settingsOf(imageGallery.with, { path, columns: 2, cell: 8, ...more }), context));

test('an entry for every video of every item, with the inputs side by side, of any size and number of channels', async () => {
  const [path, context] = [`${folder}/a.png`, testContext()];
  const stage = await open(path, {}, context);
  const [clips, videos] = [greys([-1, 0], 16), greys([1, 0.6], 4, 1)];
  await stage.next({ videos: [clips, videos], captions: ['one', null] }, 0);
  const one = greys([-0.6], 8);
  await stage.next({ videos: [one, one], captions: ['three'] }, 1);
  tf.dispose([clips, videos, one]);
  await stage.done?.();
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => data[(y * info.width + x) * info.channels];
  expect([at(16, 32), at(26, 32), at(46, 32), at(56, 32), at(16, 68)]).toEqual([0, 255, 128, 204, 51]);
  const { width, height } = info;
  expect(context.written).toEqual([{ path, bytes: readFileSync(path).length, facts: { width, height } }]);
});

test('no video: nothing to draw; a cancelled run leaves no file; another ending is refused', async () => {
  const none = await open(`${folder}/b.png`);
  await expect(Promise.resolve(none.done?.())).rejects.toThrow(/E_EMPTY_SHEET/);
  const cancelled = await open(`${folder}/b.png`, {}, testContext({ signal: AbortSignal.abort() }));
  await expect(Promise.resolve(cancelled.done?.())).rejects.toThrow(/E_CANCELLED/);
  await (await open(`${folder}/b.png`)).abort?.(new Error('cancelled'));
  expect(existsSync(`${folder}/b.png`)).toBe(false);
  const settings = settingsOf(imageGallery.with, { path: 'a.jpg' });
  expect(imageGallery.check?.(settings, {}, [])).toMatchObject([{ code: 'E_OUTPUT_PATH' }]);
});
