import { afterAll, expect, test } from '@jest/globals';
import { evaluate } from '../../../operators/measure/evaluate.js';
import { measuredSide } from '../../../operators/measure/measured-side.js';
import { scratch } from '../video/clips.js';
import { recordOf } from './records.js';

const { fresh, remove } = scratch();
afterAll(remove);
const { signal } = new AbortController();

const sideOf = async (videos: number, look: Parameters<typeof recordOf>[2]) =>
  measuredSide(await recordOf(fresh(), videos, look), signal);
const caption = (video: number): string => `caption ${video % 20}`;

test('real videos beside themselves have no distance, overlap and the right captions; others are as far as they are', async () => {
  const reals = await sideOf(60, { seed: 1, texts: caption });
  const same = evaluate(reals, reals, 'folder').measures;
  expect(same['fd.frames']?.value).toBeLessThan(1e-6);
  expect(same['prompt.top1']).toEqual({ value: 1, error: 0 });
  expect([same['precision']?.value, same['recall']?.value]).toEqual([1, 1]);
  const far = evaluate(await sideOf(60, { seed: 2, shift: 10, texts: caption }), reals, 'folder').measures;
  expect(far['fd.frames']?.value).toBeGreaterThan(250);
  expect(far['precision']?.value).toBe(0);
  expect(far['prompt.top1']?.value).toBeLessThan(0.4);
});

test('the floor of the real videos is below what other samples have, and figures stand beside those of real videos', async () => {
  const reals = await sideOf(80, { seed: 1, motion: 2 });
  const { measures } = evaluate(await sideOf(80, { seed: 3, shift: 1, motion: 5 }), reals, 'folder');
  const { value, error, real } = measures['fd.frames'] ?? {};
  expect(real?.value).toBeLessThan(value ?? 0);
  expect(error).toBeGreaterThan(0);
  expect(measures['motion']).toMatchObject({ value: 5, real: { value: 2 } });
  expect(Object.keys(measures)).not.toContain('prompt.top1');
});

test('the distance of whole videos is there where both sides have it', async () => {
  const [reals, samples] = [await sideOf(60, { seed: 1, whole: 2 }), await sideOf(60, { seed: 2, whole: 2, shift: 3 })];
  const { fvd } = evaluate(samples, reals, 'folder').measures;
  // two numbers, each moved by three
  expect(Math.abs((fvd?.value ?? 0) / 18 - 1)).toBeLessThan(0.3);
  expect(fvd?.real?.value).toBeLessThan(1);
  expect(evaluate(await sideOf(60, { seed: 2 }), reals, 'folder').measures).not.toHaveProperty('fvd');
  const few = evaluate(samples, await sideOf(2, { seed: 3, whole: 2 }), 'folder');
  expect(few.caveats.join()).toContain('fvd: 2 vectors of 2');
});

test('the worst samples are the farthest from any real video', async () => {
  const reals = await sideOf(60, { seed: 1, texts: caption });
  const {
    worst,
    best,
    reals: count,
  } = evaluate(await sideOf(60, { seed: 4, texts: () => 'none of them' }), reals, 'x');
  expect([worst.length, best.length, count]).toEqual([12, 12, 60]);
  expect(worst[0]?.distance).toBeGreaterThan(worst[11]?.distance ?? 0);
  expect(best[0]?.distance).toBeLessThan(worst[11]?.distance ?? 0);
  expect(worst[0]).toMatchObject({ rank: null, text: 'none of them' });
});

test('few videos are a caveat, and videos of another size an error', async () => {
  const few = await sideOf(6, { seed: 1 });
  const { caveats, measures } = evaluate(few, few, 'folder');
  expect(caveats).toEqual([expect.stringContaining('6 samples are few'), expect.stringContaining('6 real videos')]);
  expect(measures['coverage']?.value).toBe(1);
  const tiny = await sideOf(1, { seed: 1 });
  expect(evaluate(tiny, tiny, 'folder').measures['fd.motion']).toEqual({
    ...{ value: null, error: null, real: { value: null, error: null } },
  });
  const other = await sideOf(6, { seed: 1, size: [2, 8, 8, 1] });
  expect(() => evaluate(few, other, 'folder')).toThrow(/E_SIZE/);
});
