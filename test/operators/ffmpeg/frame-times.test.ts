import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { FrameTimes } from '../../../operators/ffmpeg/frame-times.js';

test('size and times are read as they come, also in pieces of lines', async () => {
  const stream = new PassThrough();
  const times = new FrameTimes(stream);
  stream.write('#tb 0: 1/90000\n#dimensions 0: 64x4');
  stream.write('8\n0, 0, 0, 3600, 24, 0x1\n0, 3600, 36');
  expect(await times.header).toEqual({ width: 64, height: 48 });
  expect(await times.take(1)).toEqual([0]);
  const next = times.take(2);
  stream.end('00, 3600, 24, 0x2\n0, 9000, 9000, 3600, 24, 0x3\n');
  expect(await next).toEqual([expect.closeTo(0.04, 9), expect.closeTo(0.1, 9)]);
});

test('a stream that ends early gives the times that came, and no size if there was no frame', async () => {
  const stream = new PassThrough();
  const times = new FrameTimes(stream);
  stream.end('#tb 0: 1/25\n');
  expect(await times.take(5)).toEqual([]);
  stream.destroy();
  expect(await times.header).toBeUndefined();
});
