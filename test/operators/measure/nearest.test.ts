import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { clipsOf } from '../../../operators/clips/clips-of.js';
import { measureNearest } from '../../../operators/measure/nearest.js';
import type { RankReport } from '../../../operators/measure/rank-report.js';
import type { Clips } from '../../../operators/values/clips.js';
import { settingsOf, testContext } from '../../context.js';
import { fileClip, greyWebp, put, scratchFolder } from '../clips/media-files.js';
import { greyCascade } from '../data/sources.js';

const folder = scratchFolder();
const FRAMES = 8;

/** Three clips of one grey each, 0, 51 and 255, and a file that is none. */
async function greys(): Promise<Clips> {
  const files = await Promise.all(
    [0, 51, 255].map(async (value) => {
      const moving = Array.from({ length: FRAMES }, (_, f) => (f % 2 === 0 ? value : value ^ 1));
      return put(folder, `${value}.webp`, await greyWebp(moving, 16, 16));
    }),
  );
  const clips = files.map((path, i) => fileClip(path, { captions: [['black', 'grey', 'white'][i] ?? ''] }));
  return clipsOf([...clips, fileClip(put(folder, 'broken.webp', 'x'), { captions: ['broken'] })]);
}

const settings = (file: string, more = {}) =>
  settingsOf(measureNearest.with, {
    ...{ path: `${folder}/${file}`, cascade: greyCascade(), cache: `${folder}/cache`, take: 'whole', ...more },
  });
const grey = (...bytes: number[]): tf.Tensor5D =>
  tf.concat(bytes.map((byte) => tf.fill<tf.Rank.R5>([1, 4, 8, 8, 1], byte / 127.5 - 1)));
const reportIn = (file: string): RankReport => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as RankReport;

beforeAll(() => tf.setBackend('cpu'));

test('videos are ranked by their captions among the clips that can be read', async () => {
  const context = testContext();
  const stage = await measureNearest.open(settings('a.json'), context);
  const video = grey(40, 250, 20);
  const texts = ['grey', 'black', null];
  const { asked, nearest, labels } = await stage.next({ clips: await greys(), video, texts }, 0);
  expect(labels).toEqual(['grey #1', 'black #3 (white)', ' (black)']);
  const first = (videos: tf.Tensor5D, b: number): number => Math.round(((videos.dataSync()[b * 256] ?? 0) + 1) * 127.5);
  // of frames the middle one is taken: 51 ^ 1 and 0 ^ 1
  expect([first(asked, 0), first(asked, 1), first(nearest, 1), first(nearest, 2)]).toEqual([50, 1, 254, 1]);
  expect(asked.shape).toEqual([3, 4, 8, 8, 1]);
  tf.dispose([asked, nearest, video]);
  await stage.done?.();
  const { clips, videos, ranked, top1, rows } = reportIn('a.json');
  expect([clips, videos, ranked, top1?.share]).toEqual([3, 3, 2, 0.5]);
  expect(rows[0]?.difference).toBeCloseTo(((50 - 40) / 127.5) ** 2, 6);
  expect(context.warnings.join()).toContain('broken.webp');
  expect(context.written).toMatchObject([{ path: `${folder}/a.json`, facts: { videos: 3, clips: 3 } }]);
});

test('a later run finds the clips at their size, and gives the same', async () => {
  const [texts, clips] = [['white'], await greys()];
  const run = async (file: string, more = {}) => {
    const context = testContext();
    const stage = await measureNearest.open(settings(file, more), context);
    const video = grey(200);
    tf.dispose(Object.values(await stage.next({ clips, video, texts }, 0)).slice(0, 2) as tf.Tensor5D[]);
    video.dispose();
    await stage.done?.();
    return context.progressed.length;
  };
  const [first, second] = [await run('b.json', { size: [1, 2, 2] }), await run('c.json', { size: [1, 2, 2] })];
  expect(second).toBeLessThan(first);
  expect(readFileSync(`${folder}/c.json`)).toEqual(readFileSync(`${folder}/b.json`));
  expect(reportIn('b.json').size).toEqual([1, 2, 2]);
});

test('no video: no file; an aborted run leaves none', async () => {
  const stage = await measureNearest.open(settings('d.json'), testContext());
  await stage.done?.();
  await (await measureNearest.open(settings('d.json'), testContext())).abort?.(new Error('cancelled'));
  expect(() => reportIn('d.json')).toThrow(/ENOENT/);
});

test('sizes that do not divide are refused before anything runs, and the compared size is known', () => {
  const given = settings('x.json', { size: [3, 0, 0] });
  expect(measureNearest.check?.(given, { F: 4, H: 8, W: 8 }, [])).toMatchObject([{ code: 'E_SIZE', got: '3' }]);
  expect(measureNearest.dimensions?.(settings('x.json', { size: [2, 0, 0] }), { F: 4, H: 8, W: 8 }, [])).toEqual({
    ...{ C: 1, f: 2, h: 8, w: 8 },
  });
});
