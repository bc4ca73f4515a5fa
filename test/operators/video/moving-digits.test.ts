import { expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { tf } from '../../../operators/tensor/tf.js';
import { digits } from '../../../operators/pixels/digits.js';
import { bounce, classOf, drawClip, videoMovingDigits } from '../../../operators/video/moving-digits.js';
import { itemsOf, settingsOf, testContext } from '../../context.js';

const SHAPE = { frames: 16, size: 64, digits: 2 };

const clip = (seed: number, index: number, digits = 2): Float32Array => {
  const data = new Float32Array(16 * 64 * 64).fill(-1);
  drawClip(data, { ...SHAPE, digits }, seed, index);
  return data;
};

/** Whether a clip of one frame shows this digit. */
function isDrawn(digit: ArrayLike<number>, clip: Float32Array): boolean {
  // a loop, because thousands of digits are compared
  for (let i = 0; i < clip.length; i++) {
    if (!(Math.abs((clip[i] ?? NaN) - (2 * (digit[i] ?? NaN) - 1)) < 1e-6)) return false;
  }
  return true;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

test('clip i is the same whatever the batch size and wherever the stream begins', async () => {
  const read = async (batch: number, first: number): Promise<Float32Array> => {
    const settings = { ...SHAPE, batch, count: 1, until: 0 };
    for await (const { video } of videoMovingDigits.run({}, settings, testContext({ seed: 3 }), first)) {
      const values = (await video.data()) as Float32Array;
      video.dispose();
      return values;
    }
    throw new Error('no item');
  };
  const before = tf.memory().numTensors;
  const pair = await read(2, 1);
  expect(bytesOf(pair.subarray(0, 16 * 4096)).equals(bytesOf(await read(1, 2)))).toBe(true);
  expect(bytesOf(pair.subarray(16 * 4096)).equals(bytesOf(clip(3, 3)))).toBe(true);
  expect(tf.memory().numTensors).toBe(before);
});

test('a digit never leaves the frame: every frame shows the same amount of ink', () => {
  const data = clip(1, 7, 1);
  const ink = Array.from({ length: 16 }, (_, f) =>
    data.subarray(f * 4096, (f + 1) * 4096).reduce((sum, value) => sum + (value + 1) / 2, 0),
  );
  expect(Math.min(...ink)).toBeGreaterThan(10);
  expect(Math.max(...ink) - Math.min(...ink)).toBeLessThan(1e-3);
});

test('a digit moves 2 to 4 pixels per frame', () => {
  const centre = (data: Float32Array, f: number): [number, number] => {
    let [mass, y, x] = [0, 0, 0];
    data.subarray(f * 4096, (f + 1) * 4096).forEach((value, i) => {
      mass += value + 1;
      y += (value + 1) * Math.floor(i / 64);
      x += (value + 1) * (i % 64);
    });
    return [y / mass, x / mass];
  };
  for (let index = 0; index < 20; index++) {
    const data = clip(2, index, 1);
    const [[y0, x0], [y1, x1]] = [centre(data, 0), centre(data, 1)];
    const moved = Math.hypot(y1 - y0, x1 - x0);
    expect(moved).toBeLessThan(4 + Math.SQRT2);
  }
});

test('reflection stays inside and does not jump', () => {
  fc.assert(
    fc.property(fc.double({ min: -500, max: 500, noNaN: true }), fc.double({ min: 0, max: 4, noNaN: true }), (p, v) => {
      const [here, next] = [bounce(p, 36), bounce(p + v, 36)];
      expect(here).toBeGreaterThanOrEqual(0);
      expect(here).toBeLessThanOrEqual(36);
      expect(Math.abs(next - here)).toBeLessThanOrEqual(v + 1e-9);
    }),
  );
});

test('a clip of one digit has that digit as its class, a clip of two has none', () => {
  // the bank holds its thousands of digits class by class: a digit that is drawn again is found in it again
  const bank = digits();
  const size = 28 * 28;
  for (let index = 0; index < 30; index++) {
    const clip = new Float32Array(size).fill(-1);
    drawClip(clip, { frames: 1, size: 28, digits: 1 }, 4, index);
    const place = bank.findIndex((digit) => isDrawn(digit, clip));
    expect(place).toBeGreaterThanOrEqual(0);
    // about a thousand of each
    expect(Math.abs((classOf(1, 4, index) ?? NaN) - place / (bank.length / 10))).toBeLessThan(1.2);
    expect(classOf(2, 4, index)).toBeNull();
  }
});

test('members share out the clips of every item: together they are those of one run', async () => {
  const clips = async (batch: number, index: number, of: number, first: number): Promise<Float32Array> => {
    const settings = settingsOf(videoMovingDigits.with, { batch, count: 1, frames: 2, size: 32 });
    const context = testContext({ share: { index, of } });
    const [item] = await itemsOf(videoMovingDigits.run({}, settings, context, first * of + index));
    const values = Float32Array.from((await item?.video.data()) ?? []);
    item?.video.dispose();
    return values;
  };
  const whole = await clips(4, 0, 1, 3);
  const parts = [await clips(2, 0, 2, 3), await clips(2, 1, 2, 3)];
  expect([...(parts[0] ?? []), ...(parts[1] ?? [])]).toEqual([...whole]);
});
